import { putShopText } from '@jishi/api-client/admin';
import { putShopText as putShopTextLimits } from '@jishi/api-client/limits';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { getShopText } from '@jishi/api-client/shop';
import { Button, Form, Input, Skeleton } from 'antd';
import { useState } from 'react';
import { Field } from '../../../form/Field.tsx';
import { useEditing } from '../../../form/useEditing.ts';
import { tell } from '../../../parts/ask.ts';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useStaff } from '../../../session.tsx';

const TEXTS = [
  { name: 'agreement', title: '用户协议' },
  { name: 'privacy', title: '隐私政策' },
] as const;
type Text = (typeof TEXTS)[number];

/** The shop's own agreement and privacy policy; an empty one leaves the text that the storefront ships. */
export const ShopTexts = () => (
  <PageFrame sub="买家登录前要同意这两份文本。留空时显示系统自带的文本，它只写明本软件实际做到的事。">
    {TEXTS.map((text) => (
      <section className="panel" key={text.name} style={{ marginBottom: 16 }}>
        <h2>{text.title}</h2>
        <OneText text={text} />
      </section>
    ))}
  </PageFrame>
);

function OneText({ text }: { text: Text }) {
  const query = useAsk(getShopText, { path: { name: text.name } }, { staleTime: 0 });
  if (query.data) return <Editor text={text} body={query.data.text ?? ''} version={query.data.version} />;
  return query.error ? <ProblemAlert problem={query.error} onRetry={query.refetch} /> : <Skeleton active />;
}

function Editor({ text: { name, title }, body, version }: { text: Text; body: string; version: number }) {
  const [form] = Form.useForm<{ text: string }>();
  const { can } = useStaff();
  const change = useChanges();
  // The version that is being edited: what somebody else saved meanwhile must be refused, not overwritten.
  const [edited, setEdited] = useState(version);
  const editing = useEditing<{ text: string }>({
    form,
    draft: `shop-text.${name}.${edited}`,
    send: async (typed) => {
      const saved = await change(putShopText, { path: { name }, body: { ...typed, version: edited } });
      setEdited(saved.version);
      tell(`${title}已保存，店铺立即生效`);
    },
  });
  const mayWrite = can('settings:write');
  return (
    <>
      {editing.notice}
      <Form {...editing.props} name={name} disabled={!mayWrite} initialValues={{ text: body }}>
        <Field name="text" label={`${title}全文`} extra="每行一段" limit={putShopTextLimits.text}>
          <Input.TextArea autoSize={{ minRows: 6, maxRows: 24 }} showCount />
        </Field>
        {mayWrite && (
          <Button id={`${name}-save`} type="primary" htmlType="submit" loading={editing.busy}>
            保存{title}
          </Button>
        )}
      </Form>
    </>
  );
}
