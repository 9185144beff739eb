import { Form, Input, InputNumber, Select } from 'antd';
import { LIST_MARKS } from '../../../form/lists.ts';
import { Hint } from '../../../parts/Hint.tsx';
import { PictureList } from '../media/PictureList.tsx';
import { CategorySelect } from './CategorySelect.tsx';
import { DetailBlocks } from './DetailBlocks.tsx';
import type { GoodsDraft } from './goods-form.ts';
import { MatrixEditor } from './MatrixEditor.tsx';
import { type Matrix, matrixTrouble } from './spec-matrix.ts';

const SERVICES = ['7天无理由退货', '48小时内发货', '假一赔十', '破损包赔', '顺丰发货', '全国联保'];
const shortTexts = (max: number, length: number, what: string) => ({
  validator: (_rule: unknown, texts: string[] = []) => {
    if (texts.length > max) return Promise.reject(new Error(`最多 ${max} 个${what}`));
    const long = texts.find((text) => text.length > length);
    return long ? Promise.reject(new Error(`「${long}」超过 ${length} 个字`)) : Promise.resolve();
  },
});

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

const BasicFields = () => (
  <>
    <Form.Item<GoodsDraft>
      name="pictures"
      label="商品图片"
      extra="1–9 张，第一张是封面；拖动或用箭头排序，每张不超过 8 MB。"
      rules={[{ required: true, type: 'array', min: 1, message: '请至少上传一张图片' }]}
    >
      <PictureList max={9} />
    </Form.Item>
    <Form.Item<GoodsDraft>
      name="title"
      label="商品标题"
      rules={[{ required: true, whitespace: true, message: '请填写商品标题' }]}
    >
      <Input maxLength={60} showCount placeholder="品牌 + 品名 + 关键特征" />
    </Form.Item>
    <Form.Item<GoodsDraft> name="subtitle" label="卖点">
      <Input maxLength={100} showCount placeholder="一句话说出为什么值得买" />
    </Form.Item>
    <div className="fields">
      <Form.Item<GoodsDraft> name="categoryId" label="分类" rules={[{ required: true, message: '请选择分类' }]}>
        <CategorySelect />
      </Form.Item>
      <Form.Item<GoodsDraft> name="brand" label="品牌">
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item<GoodsDraft>
        name="unit"
        label="单位"
        rules={[{ required: true, whitespace: true, message: '请填写单位' }]}
      >
        <Input maxLength={6} placeholder="件" />
      </Form.Item>
    </div>
  </>
);

const MoreFields = () => (
  <>
    <Form.Item<GoodsDraft>
      name="services"
      label="服务承诺"
      extra="写出来就要做到，最多 8 条。"
      rules={[shortTexts(8, 20, '服务')]}
    >
      <Select mode="tags" options={SERVICES.map((value) => ({ value }))} tokenSeparators={[...LIST_MARKS]} />
    </Form.Item>
    <div className="fields">
      <Form.Item<GoodsDraft>
        name="tags"
        label="标签"
        extra="显示在列表和标题下，最多 5 个。"
        rules={[shortTexts(5, 10, '标签')]}
      >
        <Select mode="tags" open={false} suffixIcon={null} placeholder="输入后回车" tokenSeparators={[...LIST_MARKS]} />
      </Form.Item>
      <Form.Item<GoodsDraft>
        name="sort"
        label={
          <>
            排序
            <Hint text="数字越大越靠前，相同时新的在前。" />
          </>
        }
        rules={[{ required: true, message: '请填写排序' }]}
      >
        <InputNumber min={0} max={999_999} precision={0} style={{ width: '100%' }} />
      </Form.Item>
    </div>
  </>
);
