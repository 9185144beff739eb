import type { ReplyOf } from '@jishi/api-client';
import { getSystem } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Alert } from 'antd';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { When } from '../../../parts/When.tsx';

type Backup = ReplyOf<'getSystem'>['backup'];

const WARNINGS: Record<Backup['state'], string | null> = {
  none: '还没有做过备份。请设置 BACKUP_PASSPHRASE 开启每晚备份，或定时运行 npm run backup。',
  old: '最近一次备份已超过 36 小时，请检查备份为什么没有进行。',
  failed: '最近一次备份失败，请尽快处理后重新备份。',
  fresh: null,
};
const MIB = 1_048_576;

/** Which version runs, and whether there is a fresh backup. */
export function SystemPanel() {
  const query = useAsk(getSystem);
  const system = query.data;
  const warning = system && WARNINGS[system.backup.state];
  return (
    <section className="panel">
      <ProblemAlert problem={query.error} onRetry={query.refetch} />
      {system && (
        <>
          {warning && (
            <Alert type="warning" showIcon title={warning} description={system.backup.failure ?? undefined} />
          )}
          <p className="quiet">
            版本 {system.version}
            {system.backup.lastAt && (
              <>
                ，最近一次备份 <When at={system.backup.lastAt} />
                {system.backup.bytes !== null && `，${(system.backup.bytes / MIB).toFixed(1)} MiB`}
              </>
            )}
          </p>
        </>
      )}
    </section>
  );
}
