import { ApiProblem } from '@jishi/api-client';
import { Alert, Button, Form, type FormInstance } from 'antd';
import { useDeferredValue, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { isValid } from '../../../form/isValid.ts';
import { showProblem } from '../../../form/showProblem.ts';
import { useLeaveGuard } from '../../../form/unsent.ts';
import { useDraft } from '../../../form/useDraft.tsx';
import { ask, tellProblem } from '../../../parts/ask.ts';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { useStaff } from '../../../session.tsx';
import { GoodsFields } from './GoodsFields.tsx';
import { GoodsPreview } from './GoodsPreview.tsx';
import { type AdminGoods, blankGoods, draftOf, FORM_FIELDS, type GoodsDraft } from './goods-form.ts';
import { GOODS_STATES } from './goods-state.ts';
import { useGoodsState } from './useGoodsState.ts';
import { useSaveGoods } from './useSaveGoods.ts';

/** A product's form with what the shopper will see beside it. `goods` is null for a new product. */
export function GoodsEditor({
  goods,
  start = blankGoods,
  reload,
}: {
  goods: AdminGoods | null;
  /** What a new product begins with. */
  start?: () => GoodsDraft;
  /** Begins anew with what the server has; `trouble` is what did not go with the save. */
  reload: (trouble?: string | null) => void;
}) {
  const { can } = useStaff();
  const [form] = Form.useForm<GoodsDraft>();
  const [initial] = useState(() => (goods ? draftOf(goods) : start()));
  const draft = useDraft(
    goods ? `goods.${goods.id}.${goods.version}` : start === blankGoods ? 'goods.new' : 'goods.copy',
    form,
  );
  const guard = useLeaveGuard(true);
  const forget = () => {
    draft.forget();
    guard.clear();
  };
  const { save, busy } = useSubmit(goods, form, forget, reload);
  const canWrite = can('goods:write');
  return (
    <PageFrame
      sticky
      title={goods ? '编辑商品' : '新建商品'}
      sub={<Crumb goods={goods} />}
      extra={canWrite && <Buttons goods={goods} busy={busy} save={save} reload={reload} />}
    >
      {draft.notice}
      {!canWrite && <Alert type="info" showIcon title="您的账号只能查看商品，不能修改。" />}
      <div className="editor">
        <Form
          form={form}
          layout="vertical"
          className="editor-form"
          initialValues={initial}
          disabled={!canWrite}
          onValuesChange={(changed: Partial<GoodsDraft>) => {
            draft.keep();
            guard.touch();
            // A complaint about the table goes as soon as it is settled, but does not come while one still types.
            if (changed.matrix && form.getFieldError('matrix').length > 0)
              form.validateFields(['matrix']).catch(() => {});
          }}
          scrollToFirstError={{ block: 'center', focus: true }}
        >
          <GoodsFields canStock={can('stock:write')} />
        </Form>
        <LivePreview {...(goods && { id: goods.id })} form={form} initial={initial} />
      </div>
    </PageFrame>
  );
}

interface PreviewProps {
  id?: string;
  form: FormInstance<GoodsDraft>;
  initial: GoodsDraft;
}
/** Alone in what it watches: a letter typed renders the preview, when there is time, and not the form. */
function LivePreview({ id, form, initial }: PreviewProps) {
  const typed = Form.useWatch([], form) as Partial<GoodsDraft> | undefined;
  const draft = useMemo(() => ({ ...initial, ...typed }), [initial, typed]);
  return <GoodsPreview {...(id && { id })} draft={useDeferredValue(draft)} />;
}

const Crumb = ({ goods }: { goods: AdminGoods | null }) => (
  <>
    <Link to="/goods">商品管理</Link>
    {goods && (
      <>
        {' '}
        / {goods.title} <StatusTag state={goods.state} map={GOODS_STATES} />
      </>
    )}
  </>
);

interface ButtonsProps {
  goods: AdminGoods | null;
  busy: boolean;
  save: (thenOnSale: boolean) => void;
  reload: () => void;
}

function Buttons({ goods, busy, save, reload }: ButtonsProps) {
  const { change, busy: changing } = useGoodsState();
  const onSale = goods?.state === 'on';
  const takeOff = async () => {
    if (goods && (await change([goods.id], 'off'))) reload();
  };
  return (
    <>
      {onSale && (
        <Button danger loading={changing} onClick={takeOff}>
          下架
        </Button>
      )}
      <Button id="goods-save" type={onSale ? 'primary' : 'default'} loading={busy} onClick={() => save(false)}>
        {goods ? '保存' : '存为草稿'}
      </Button>
      {!onSale && (
        <Button id="goods-save-on" type="primary" loading={busy} onClick={() => save(true)}>
          保存并上架
        </Button>
      )}
    </>
  );
}

function useSubmit(
  goods: AdminGoods | null,
  form: ReturnType<typeof Form.useForm<GoodsDraft>>[0],
  forget: () => void,
  reload: (trouble?: string | null) => void,
) {
  const [busy, setBusy] = useState(false);
  const navigate = useNavigate();
  const send = useSaveGoods(goods);
  const save = async (thenOnSale: boolean) => {
    if (!(await isValid(form))) return;
    setBusy(true);
    try {
      const saved = await send(form.getFieldsValue(true) as GoodsDraft, thenOnSale);
      if (!saved) return;
      forget();
      if (goods) reload(saved.trouble);
      else navigate(`/goods/${saved.goods.id}`, { replace: true, state: { trouble: saved.trouble } });
    } catch (problem) {
      await explain(problem);
    } finally {
      setBusy(false);
    }
  };
  const explain = async (problem: unknown) => {
    if (problem instanceof ApiProblem && problem.code === 'CONFLICT') {
      const load = await ask({
        title: '这件商品刚被其他人修改',
        text: '为免互相覆盖，这次没有保存。载入最新内容会放弃您的修改；取消则留在这里，您可以先抄下改动。',
        okText: '载入最新内容',
        danger: true,
      });
      if (load) {
        forget();
        reload();
      }
      return;
    }
    if (problem instanceof ApiProblem && ['SKU_CODE_TAKEN', 'SPEC_MATRIX_WRONG'].includes(problem.code)) {
      form.setFields([{ name: 'matrix', errors: [problem.message] }]);
      form.scrollToField('matrix', { block: 'center' });
      return;
    }
    if (problem instanceof ApiProblem) showProblem(form, problem, FORM_FIELDS);
    else tellProblem(problem);
  };
  return { save, busy };
}
