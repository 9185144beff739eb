import type { Item } from '@jishi/api-client';
import { createStaff, updateStaff } from '@jishi/api-client/admin';
import { createStaff as limits } from '@jishi/api-client/limits';
import { useChanges } from '@jishi/api-client/react';
import { Checkbox, Form, Input, Modal } from 'antd';
import { Field } from '../../../form/Field.tsx';
import { useSending } from '../../../form/useSending.ts';
import { tell } from '../../../parts/ask.ts';
import { type Permission, useStaff } from '../../../session.tsx';
import { PASSWORD_RULE } from './account/PasswordForm.tsx';
import { PermissionChoice } from './PermissionChoice.tsx';

type Staff = Item<'listStaff'>;
interface Typed {
  login: string;
  name: string;
  password?: string;
  permissions: Permission[];
  owner: boolean;
}
interface DialogProps {
  person: Staff | null;
  onClose: () => void;
  onDone: () => void;
}

/** Adds somebody, or changes name, password and permissions. Whoever gets a password here changes it at the next sign-in. */
export function StaffDialog({ person, onClose, onDone }: DialogProps) {
  const [form] = Form.useForm<Typed>();
  const { staff: me } = useStaff();
  const isOwner = Form.useWatch('owner', form) ?? person?.owner ?? false;
  const change = useChanges();
  const { busy, send } = useSending<Typed>(form, async ({ login, name, password, permissions, owner }) => {
    const rights = isOwner ? {} : { permissions };
    const ownership = me.owner && person && owner !== person.owner ? { owner } : {};
    if (person)
      await change(updateStaff, {
        path: { id: person.id },
        body: { name, ...rights, ...ownership, ...(password && { password }) },
      });
    else await change(createStaff, { body: { login, name, password: password ?? '', permissions } });
    tell(person ? '已保存' : '已添加，首次登录后须修改密码');
    onDone();
  });
  return (
    <Modal
      open
      title={person ? `编辑 ${person.name}` : '添加员工'}
      okText="保存"
      cancelText="取消"
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={send}
        initialValues={person ?? { login: '', name: '', permissions: [], owner: false }}
        autoComplete="off"
      >
        {!person && (
          <Field
            name="login"
            label="登录账号"
            limit={limits.login}
            required="请填写登录账号"
            patternWords="3 到 40 位字母、数字或 . _ -"
          >
            <Input autoComplete="off" />
          </Field>
        )}
        <Field name="name" label="姓名" limit={limits.name} required="请填写姓名">
          <Input />
        </Field>
        <Form.Item
          name="password"
          label={person ? '重设密码' : '初始密码'}
          extra={person ? '留空则不改；重设后，对方下次登录要先换成自己的密码' : '对方首次登录后要先换成自己的密码'}
          rules={[{ required: !person, ...PASSWORD_RULE }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {me.owner && person && (
          <Form.Item name="owner" valuePropName="checked" extra="店主拥有全部权限，包括以后新增的。">
            <Checkbox>店主</Checkbox>
          </Form.Item>
        )}
        {!isOwner && (
          <Form.Item name="permissions" label="权限" extra="只能授予自己拥有的权限。">
            <PermissionChoice offered={me.permissions} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
