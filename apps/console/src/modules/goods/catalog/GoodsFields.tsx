import { createGoods as limits } from '@jishi/api-client/limits';
import { AutoComplete, Form, Input, InputNumber, Select } from 'antd';
import { Field } from '../../../form/Field.tsx';
import { LIST_MARKS } from '../../../form/lists.ts';
import { Hint } from '../../../parts/Hint.tsx';
import { PictureList } from '../media/PictureList.tsx';
import { CategorySelect } from './CategorySelect.tsx';
import { DetailBlocks } from './DetailBlocks.tsx';
import { filledParams, type GoodsDraft, type Param } from './goods-form.ts';
import { MatrixEditor } from './MatrixEditor.tsx';
import { ParamTable } from './ParamTable.tsx';
import { RelatedGoods } from './RelatedGoods.tsx';
import { type Matrix, matrixTrouble } from './spec-matrix.ts';
import { useTermNames } from './useTermNames.ts';

const SERVICES = ['7天无理由退货', '48小时内发货', '假一赔十', '破损包赔', '顺丰发货', '全国联保'];
const UNITS = ['件', '个', '盒', '袋', '瓶', '套', '双', '箱', '千克'];
/** The editor's panels, in the order in which a merchant thinks of a product. */
export const GoodsFields = ({ canStock }: { canStock: boolean }) => (
  <>
    <section className="panel" aria-labelledby="goods-basic">
      <h2 id="goods-basic">基本信息</h2>
      <BasicFields />
    </section>
    <section className="panel" aria-labelledby="goods-matrix">
      <h2 id="goods-matrix">
        规格与价格
        <Hint text="没有规格就只填一行。划线价须是真实的原价，法律要求能说明来历。" />
      </h2>
      <Form.Item<GoodsDraft>
        name="matrix"
        validateFirst
        rules={[
          {
            validator: (_rule, matrix: Matrix) => {
              const trouble = matrixTrouble(matrix);
              return trouble === null ? Promise.resolve() : Promise.reject(new Error(trouble));
            },
          },
        ]}
        validateTrigger={[]}
      >
        <MatrixEditor canStock={canStock} />
      </Form.Item>
    </section>
    <section className="panel" aria-labelledby="goods-params">
      <h2 id="goods-params">
        商品参数
        <Hint text="显示在商品页的参数表里。分类的常用参数在「商品分类」里设一次，这里逐件填写；没填的不显示。" />
      </h2>
      <Form.Item<GoodsDraft> name="params" rules={[{ validator: distinctNames }]}>
        <ParamTable />
      </Form.Item>
    </section>
    <section className="panel" aria-labelledby="goods-detail">
      <h2 id="goods-detail">商品详情</h2>
      <Form.Item<GoodsDraft> name="detail">
        <DetailBlocks />
      </Form.Item>
    </section>
    <section className="panel" aria-labelledby="goods-more">
      <h2 id="goods-more">服务与展示</h2>
      <MoreFields />
    </section>
  </>
);

const distinctNames = (_rule: object, params: Param[]): Promise<void> => {
  const names = filledParams(params).map(({ name }) => name);
  return new Set(names).size === names.length
    ? Promise.resolve()
    : Promise.reject(new Error('参数名称重复，请合并成一行'));
};

/** A text with what the merchant wrote down elsewhere to choose from. */
const Suggested = ({ kind, more = [], ...input }: { kind: 'brand' | 'unit'; more?: readonly string[] }) => {
  const names = useTermNames(kind, more);
  return (
    <AutoComplete
      {...input}
      options={names.map((value) => ({ value }))}
      showSearch={{ filterOption: (typed, option) => String(option?.value ?? '').includes(typed.trim()) }}
    />
  );
};

const BasicFields = () => (
  <>
    <Form.Item<GoodsDraft>
      name="pictures"
      label="商品图片"
      extra="1–9 张，第一张是封面；拖动排序，也可以用键盘：空格拿起、方向键移动；每张不超过 8 MB。"
      rules={[{ required: true, type: 'array', min: 1, message: '请至少上传一张图片' }]}
    >
      <PictureList max={9} />
    </Form.Item>
    <Field<GoodsDraft> name="title" label="商品标题" limit={limits.title} required="请填写商品标题">
      <Input showCount placeholder="品牌 + 品名 + 关键特征" />
    </Field>
    <Field<GoodsDraft> name="subtitle" label="卖点" limit={limits.subtitle}>
      <Input showCount placeholder="一句话说出为什么值得买" />
    </Field>
    <div className="fields">
      <Form.Item<GoodsDraft> name="categoryId" label="分类" rules={[{ required: true, message: '请选择分类' }]}>
        <CategorySelect />
      </Form.Item>
      <Field<GoodsDraft> name="brand" label="品牌" limit={limits.brand}>
        <Suggested kind="brand" />
      </Field>
      <Field<GoodsDraft> name="unit" label="单位" limit={limits.unit} required="请填写单位">
        <Suggested kind="unit" more={UNITS} />
      </Field>
    </div>
  </>
);

/** A promise of dispatch is kept: late orders are counted on 今日. */
const PresaleFields = () => {
  const way = Form.useWatch<GoodsDraft['presale']['way'] | undefined>(['presale', 'way']);
  return (
    <div className="fields" style={{ marginBottom: 24 }}>
      <Form.Item<GoodsDraft>
        name={['presale', 'way']}
        label="发货方式"
        htmlFor="presale-way"
        extra="预售商品会在商品页、确认页和订单里写明发货时间。"
      >
        <Select
          id="presale-way"
          options={[
            { value: 'stock', label: '现货，付款后 48 小时内发货' },
            { value: 'day', label: '预售，指定日期前发货' },
            { value: 'days', label: '预售，付款后若干天内发货' },
          ]}
        />
      </Form.Item>
      {way === 'day' && (
        <Form.Item<GoodsDraft>
          name={['presale', 'shipOn']}
          label="最晚发货日期"
          htmlFor="presale-day"
          rules={[{ required: true, message: '请选择最晚发货日期' }]}
          extra="当天 24:00 前；过了这天自动变回现货。"
        >
          <Input id="presale-day" type="date" />
        </Form.Item>
      )}
      {way === 'days' && (
        <Form.Item<GoodsDraft>
          name={['presale', 'shipDays']}
          label="付款后几天内发货"
          htmlFor="presale-days"
          rules={[{ required: true, message: '请填写天数' }]}
        >
          <InputNumber id="presale-days" min={3} max={60} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      )}
    </div>
  );
};

const ServicesInput = (input: object) => {
  const names = useTermNames('service', SERVICES);
  return (
    <Select mode="tags" {...input} options={names.map((value) => ({ value }))} tokenSeparators={[...LIST_MARKS]} />
  );
};

const MoreFields = () => (
  <>
    <PresaleFields />
    <Field<GoodsDraft> name="services" label="服务承诺" extra="写出来就要做到，最多 8 条。" limit={limits.services}>
      <ServicesInput />
    </Field>
    <Form.Item<GoodsDraft>
      name="relatedIds"
      label="搭配商品"
      extra="显示在商品页最后，最多 12 件；不足时用同分类的商品补上。"
    >
      <RelatedGoods />
    </Form.Item>
    <div className="fields">
      <Field<GoodsDraft> name="tags" label="标签" extra="显示在列表和标题下，最多 5 个。" limit={limits.tags}>
        <Select mode="tags" open={false} suffixIcon={null} placeholder="输入后回车" tokenSeparators={[...LIST_MARKS]} />
      </Field>
      <Field<GoodsDraft>
        name="sort"
        label={
          <>
            排序
            <Hint text="数字越大越靠前，相同时新的在前。" />
          </>
        }
        limit={limits.sort}
        required="请填写排序"
      >
        <InputNumber style={{ width: '100%' }} />
      </Field>
    </div>
  </>
);
