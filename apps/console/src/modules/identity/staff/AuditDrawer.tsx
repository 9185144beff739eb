import type { Item } from '@jishi/api-client';
import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { When } from '../../../parts/When.tsx';
import css from './AuditDrawer.module.css';
import { changesIn, detailText, targetText } from './audit-words.ts';

/** One entry of the audit: who, what, from where, and what was before and after. */
export function AuditDrawer({ entry, onClose }: { entry: Item<'listAudit'>; onClose: () => void }) {
  const { changes, rest } = changesIn(entry.detail);
  const said = detailText(rest);
  return (
    <Drawer open title={entry.title} size={520} onClose={onClose}>
      <dl className="facts">
        <Fact name="操作人">{entry.actorName}</Fact>
        <Fact name="时间">
          <When at={entry.at} />
        </Fact>
        {entry.target && <Fact name="对象">{entry.targetName ?? targetText(entry.target)}</Fact>}
        <Fact name="结果">{entry.result < 400 ? '成功' : `拒绝 ${entry.result}`}</Fact>
        {entry.ip && <Fact name="IP">{entry.ip}</Fact>}
        <Fact name="请求编号">{entry.requestId}</Fact>
      </dl>
      {changes.length > 0 && (
        <table className={css.changes}>
          <thead>
            <tr>
              <th scope="col">改了什么</th>
              <th scope="col">之前</th>
              <th scope="col">之后</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ name, before, after }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{before}</td>
                <td>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {said && <p className={css.rest}>{said}</p>}
    </Drawer>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd className="breaks">{children}</dd>
  </div>
);
