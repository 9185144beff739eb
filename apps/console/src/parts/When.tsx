import { Tooltip } from 'antd';
import { chinaTime, relativeTime, shortTime } from './when.ts';

/** An RFC 3339 instant in China time; on hover how long ago and the full time. A dash for none. */
export function When({ at }: { at: string | null | undefined }) {
  if (!at) return <span className="quiet">—</span>;
  const date = new Date(at);
  return (
    <Tooltip title={`${relativeTime(date, new Date())} · ${chinaTime(date)}`}>
      <time dateTime={at} className="when">
        {shortTime(date, new Date())}
      </time>
    </Tooltip>
  );
}
