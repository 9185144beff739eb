import { endStaffSession, listStaffSessions } from '@jishi/api-client/admin';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Button, Skeleton, Tag } from 'antd';
import { tell, tellProblem } from '../../../../parts/ask.ts';
import { ProblemAlert } from '../../../../parts/ProblemAlert.tsx';
import { When } from '../../../../parts/When.tsx';
import css from './Devices.module.css';

/** Where the own account is signed in. */
export function Devices() {
  const query = useAsk(listStaffSessions);
  const change = useChanges();
  const end = async (id: string) => {
    await change(endStaffSession, { path: { id } }).then(() => tell('已退出那台设备'), tellProblem);
  };
  return (
    <section className="panel">
      <h2>登录设备</h2>
      <p className="quiet">不认识的设备请立即退出，并修改密码。</p>
      <ProblemAlert problem={query.error} onRetry={query.refetch} />
      {query.isPending && <Skeleton active />}
      <ul>
        {query.data?.items.map((s) => (
          <li key={s.id} className={css.device}>
            <div className="stock-card">
              <span>
                {s.device} {s.current && <Tag color="success">本机</Tag>}
              </span>
              <span className="quiet">
                <span className="num">{s.address}</span> · <When at={s.lastUsedAt} /> 使用
              </span>
            </div>
            {!s.current && (
              <Button size="small" danger onClick={() => void end(s.id)}>
                退出
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
