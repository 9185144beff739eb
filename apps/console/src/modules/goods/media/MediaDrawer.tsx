import { deleteMedia, listMediaUses, updateMedia } from '@jishi/api-client/admin';
import { updateMedia as limits } from '@jishi/api-client/limits';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Button, Drawer, Form, Input, Skeleton } from 'antd';
import { Field } from '../../../form/Field.tsx';
import { ask, tell } from '../../../parts/ask.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import { FolderInput } from './FolderInput.tsx';
import type { MediaItem } from './MediaBrowser.tsx';
import css from './media.module.css';

/** One picture: its name, its folder, and what shows it. */
export function MediaDrawer({ item, onClose }: { item: MediaItem; onClose: () => void }) {
  const { can } = useStaff();
  const path = { id: item.id };
  const save = useChange(updateMedia, {
    onDone: () => {
      tell('已保存');
      onClose();
    },
  });
  const remove = useChange(deleteMedia, {
    onDone: () => {
      tell('图片已从素材库删除');
      onClose();
    },
  });
  const sure = () =>
    ask({
      title: `删除「${item.name}」？`,
      text: '正在使用的图片不会删除；以前的订单里还能看到它。',
      okText: '删除',
      danger: true,
    });
  return (
    <Drawer open title={item.name} size={420} onClose={onClose}>
      <img className={css.large} src={`${item.url}?w=720`} alt={item.name} />
      <p className={css.size}>
        {item.width}×{item.height} · {Math.ceil(item.bytes / 1024)} KB · <When at={item.createdAt} /> 上传
      </p>
      <Form
        layout="vertical"
        disabled={!can('goods:write')}
        initialValues={{ name: item.name, folder: item.folder }}
        onFinish={(body: { name: string; folder: string }) => void save.run({ path, body })}
      >
        <Field name="name" label="名称" limit={limits.name} required="请填写名称">
          <Input />
        </Field>
        <Form.Item name="folder" label="文件夹">
          <FolderInput />
        </Form.Item>
        {can('goods:write') && (
          <>
            <Button type="primary" htmlType="submit" loading={save.busy}>
              保存
            </Button>
            <Button
              type="text"
              danger
              loading={remove.busy}
              onClick={async () => {
                if (await sure()) void remove.run({ path });
              }}
            >
              删除
            </Button>
          </>
        )}
      </Form>
      <Uses id={item.id} />
    </Drawer>
  );
}

function Uses({ id }: { id: string }) {
  const uses = useAsk(listMediaUses, { path: { id } }, { staleTime: 0 });
  return (
    <section aria-label="用在哪里" style={{ marginTop: 24 }}>
      <h3>用在哪里</h3>
      <ProblemAlert problem={uses.error} onRetry={uses.refetch} />
      {uses.isPending && <Skeleton active title={false} paragraph={{ rows: 2 }} />}
      {uses.data?.items.length === 0 && <p className="quiet">没有商品、分类或店铺设置在用它。</p>}
      <ul className={css.uses}>
        {uses.data?.items.map(({ owner, name }) => (
          <li key={owner ?? name}>{name}</li>
        ))}
      </ul>
    </section>
  );
}
