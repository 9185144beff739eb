import { listMediaFolders } from '@jishi/api-client/admin';
import { moveMedia as limits } from '@jishi/api-client/limits';
import { useAsk } from '@jishi/api-client/react';
import { AutoComplete, Input } from 'antd';

interface Props {
  id?: string;
  value?: string;
  onChange?: (folder: string) => void;
}

/** A folder there is, or a new one. */
export function FolderInput({ id, value = '', onChange }: Props) {
  const folders = useAsk(listMediaFolders);
  return (
    <AutoComplete
      {...(id && { id })}
      style={{ width: '100%' }}
      options={(folders.data?.items ?? []).filter((name) => name.includes(value)).map((name) => ({ value: name }))}
      value={value}
      {...(onChange && { onChange })}
    >
      <Input aria-label="文件夹" maxLength={limits.folder.maxLength} placeholder="选择或输入新文件夹，不填则不归类" />
    </AutoComplete>
  );
}
