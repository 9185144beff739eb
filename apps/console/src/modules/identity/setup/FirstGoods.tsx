import { createCategory, listAdminCategories } from '@jishi/api-client/admin';
import { Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { api } from '../../../api.ts';
import { useSending } from '../../../form/useSending.ts';
import { YuanInput } from '../../../form/YuanInput.tsx';
import { tellProblem } from '../../../parts/ask.ts';
import { blankGoods } from '../../goods/catalog/goods-form.ts';
import { blankSku } from '../../goods/catalog/spec-matrix.ts';
import { useSaveGoods } from '../../goods/catalog/useSaveGoods.ts';
import { PictureList } from '../../goods/media/PictureList.tsx';

interface Typed {
  title: string;
  priceFen: number;
  pieces: number;
  pictures: string[];
  category: string;
}

/** One product with one specification, put on sale at once; everything else is for the editor. */
export function FirstGoods({ onDone }: { onDone: () => void }) {
  const [form] = Form.useForm<Typed>();
  const save = useSaveGoods(null);
  const [categoryId, setCategoryId] = useState<string | null>(null);
  const { busy, send } = useSending<Typed>(form, async ({ title, priceFen, pieces, pictures, category }) => {
    const id = categoryId ?? (await categoryNamed(category.trim()));
    setCategoryId(id);
    const sku = { ...blankSku([]), priceFen, firstPieces: pieces };
    const saved = await save(
      { ...blankGoods(), title, categoryId: id, pictures, matrix: { specs: [], skus: [sku] } },
      true,
    );
    if (saved?.trouble) tellProblem(new Error(saved.trouble));
    onDone();
  });
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ category: '全部商品', pieces: 100, pictures: [] }}
      onFinish={send}
    >
      <Form.Item
        name="title"
        htmlFor="setup-title"
        label="商品名称"
        rules={[{ required: true, whitespace: true, message: '请填写商品名称' }]}
      >
        <Input id="setup-title" maxLength={60} />
      </Form.Item>
      <Form.Item name="priceFen" htmlFor="setup-price" label="价格" rules={[{ required: true, message: '请填写价格' }]}>
        <YuanInput id="setup-price" style={{ width: 160 }} />
      </Form.Item>
      <Form.Item name="pieces" htmlFor="setup-pieces" label="库存" rules={[{ required: true, message: '请填写件数' }]}>
        <InputNumber id="setup-pieces" min={1} max={999_999} precision={0} addonAfter="件" style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name="category"
        htmlFor="setup-category"
        label="分类"
        rules={[{ required: true, whitespace: true, message: '请填写分类' }]}
      >
        <Input id="setup-category" maxLength={20} style={{ width: 240 }} />
      </Form.Item>
      <Form.Item name="pictures" label="图片" rules={[{ required: true, message: '请至少上传一张图片' }]}>
        <PictureList max={9} />
      </Form.Item>
      <Button id="setup-goods" type="primary" htmlType="submit" loading={busy}>
        上架这件商品
      </Button>
    </Form>
  );
}

/** The id of the category of this name, which is made when it is missing. */
async function categoryNamed(name: string): Promise<string> {
  const { items } = await api(listAdminCategories);
  const known = items.find((one) => one.name === name);
  return known ? known.id : (await api(createCategory, { body: { name, parentId: null, picture: null, sort: 0 } })).id;
}
