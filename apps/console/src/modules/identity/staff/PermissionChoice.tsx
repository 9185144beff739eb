import { Button, Checkbox, Space } from 'antd';
import type { Permission } from '../../../session.tsx';
import { PERMISSIONS, ROLES } from './permission-words.ts';

interface Props {
  value?: Permission[];
  onChange?: (permissions: Permission[]) => void;
  id?: string;
  /** Those that may be given; the others are shown, and cannot be chosen. */
  offered: readonly Permission[];
}

/** Permissions one by one, or a usual set at a click, as far as they may be given. */
export const PermissionChoice = ({ value = [], onChange, id, offered }: Props) => (
  <div id={id}>
    <Space wrap style={{ marginBottom: 8 }}>
      {ROLES.map(({ name, permissions }) => (
        <Button
          key={name}
          size="small"
          disabled={!permissions.some((p) => offered.includes(p))}
          onClick={() => onChange?.(permissions.filter((p) => offered.includes(p)))}
        >
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
        disabled: !offered.includes(permission),
      }))}
    />
  </div>
);
