import { Button, Checkbox, Space } from 'antd';
import type { Permission } from '../../session.tsx';
import { PERMISSIONS, ROLES } from './permission-words.ts';

interface Props {
  value?: Permission[];
  onChange?: (permissions: Permission[]) => void;
  id?: string;
}

/** Permissions one by one, or a usual set at a click. */
export const PermissionChoice = ({ value = [], onChange, id }: Props) => (
  <div id={id}>
    <Space wrap style={{ marginBottom: 8 }}>
      {ROLES.map(({ name, permissions }) => (
        <Button key={name} size="small" onClick={() => onChange?.(permissions)}>
          {name}
        </Button>
      ))}
    </Space>
    <Checkbox.Group<Permission>
      className="permissions"
      value={value}
      onChange={(chosen) => onChange?.(chosen)}
      options={(Object.keys(PERMISSIONS) as Permission[]).map((permission) => ({
        value: permission,
        label: PERMISSIONS[permission],
      }))}
    />
  </div>
);
