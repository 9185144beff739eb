import { asProblem } from '@jishi/api-client';
import { listNoticeTemplates, putNotice } from '@jishi/api-client/admin';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Alert, Button, Empty, Form, Input, Select, Skeleton, Space } from 'antd';
import { useState } from 'react';
import { tell } from '../../../parts/ask.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import styles from './Notices.module.css';
import { type Field, factsFor, type Notice, suggested, type Template } from './suggestions.ts';

/** The choice that stands for words of the merchant's own. */
const OWN_TEXT = '';

/** Chooses one of the mini program's templates, and what stands in each of its values. */
export function TemplateForm({ notice, onDone }: { notice: Notice; onDone: () => void }) {
  const { data, error, refetch } = useAsk(listNoticeTemplates);
  const [chosen, setChosen] = useState<Template>();
  const [fields, setFields] = useState<Field[]>([]);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const change = useChanges();
  if (error) return <ProblemAlert problem={error} onRetry={refetch} />;
  if (!data) return <Skeleton active />;
  const choose = (id: string) => {
    const template = data.items.find((one) => one.id === id);
    setChosen(template);
    setProblem(undefined);
    setFields(template ? fieldsFor(template, notice) : []);
  };
  const save = async () => {
    if (!chosen) return setProblem('请先选择模板');
    setBusy(true);
    try {
      const body = { templateId: chosen.id, title: chosen.title, fields };
      await change(putNotice, { path: { kind: notice.kind }, body });
      tell('已启用');
      onDone();
    } catch (failure) {
      setProblem(asProblem(failure).message);
    } finally {
      setBusy(false);
    }
  };
  const put = (next: Field) => setFields(fields.map((one) => (one.key === next.key ? next : one)));
  return (
    <Form layout="vertical" className={styles.form} onFinish={() => void save()}>
      {data.items.length === 0 && (
        <Empty description={`小程序里还没有模板，请到公共模板库搜索“${notice.search}”并选用`} />
      )}
      <Form.Item label="模板" htmlFor={`template-${notice.kind}`}>
        <Select
          id={`template-${notice.kind}`}
          placeholder="选择小程序里的模板"
          {...(chosen ? { value: chosen.id } : {})}
          options={data.items.map((one) => ({ value: one.id, label: one.title }))}
          onChange={choose}
        />
      </Form.Item>
      {chosen?.fields.map((value) => {
        const field = fields.find((one) => one.key === value.key) ?? value;
        return <FieldChoice key={value.key} value={value} field={field} notice={notice} onChange={put} />;
      })}
      {problem && <Alert type="error" showIcon title={problem} />}
      <Space>
        <Button id={`notice-${notice.kind}-save`} type="primary" htmlType="submit" loading={busy}>
          保存并启用
        </Button>
        <Button onClick={onDone}>取消</Button>
        <Button type="link" onClick={() => void refetch()}>
          重新读取模板
        </Button>
      </Space>
    </Form>
  );
}

/** One field for each value of the template: what was chosen before for the same template, else what its label suggests. */
function fieldsFor(template: Template, notice: Notice): Field[] {
  const before = notice.template?.id === template.id ? notice.template.fields : [];
  return suggested(template, notice).map((field) => before.find(({ key }) => key === field.key) ?? field);
}

interface ChoiceProps {
  /** What stands in the template, and what it can hold. */
  value: Template['fields'][number];
  field: Field;
  notice: Notice;
  onChange: (field: Field) => void;
}
function FieldChoice({ value, field, notice, onChange }: ChoiceProps) {
  const { key, label } = value;
  const { fact, text } = field;
  const options = [
    ...factsFor(value, notice.facts).map((one) => ({ value: one.name, label: one.label })),
    ...(value.ownText ? [{ value: OWN_TEXT, label: '固定文字' }] : []),
  ];
  const choice = text === undefined ? fact : OWN_TEXT;
  const id = `notice-${notice.kind}-${key}`;
  return (
    <Form.Item label={label || key} htmlFor={id} extra={options.length === 0 ? '店铺没有适合的内容，请换一个模板' : ''}>
      <Space.Compact block>
        <Select
          id={id}
          className={styles.choice ?? ''}
          placeholder="选择内容"
          {...(choice === undefined || choice === null ? {} : { value: choice })}
          options={options}
          onChange={(name: string) =>
            onChange(name === OWN_TEXT ? { key, label, text: notice.tip } : { key, label, fact: name })
          }
        />
        {text !== undefined && (
          <Input
            aria-label={`${label || key}的文字`}
            value={text}
            maxLength={20}
            onChange={(event) => onChange({ key, label, text: event.target.value })}
          />
        )}
      </Space.Compact>
    </Form.Item>
  );
}
