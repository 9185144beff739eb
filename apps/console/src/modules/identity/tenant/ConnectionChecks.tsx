import type { ReplyOf } from '@jishi/api-client';
import { checkWechat } from '@jishi/api-client/admin';
import { useChanges } from '@jishi/api-client/react';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import css from './wechat.module.css';

type Check = ReplyOf<'checkWechat'>['checks'][number];
const NAMES: Record<Check['name'], string> = {
  'mini-program': '小程序',
  'official-account': '公众号',
  'pay-keys': '支付密钥',
  prepay: '试下单',
  'call-back': '回调地址',
};
const STATES: Record<Check['state'], { word: string; colour: string }> = {
  ok: { word: '正常', colour: 'success' },
  wrong: { word: '有误', colour: 'error' },
  silent: { word: '没有响应', colour: 'warning' },
  skipped: { word: '未检测', colour: 'default' },
};

/** Tries the connection at WeChat step by step, whenever the merchant wants to know. */
export function ConnectionChecks() {
  const change = useChanges();
  const [state, setState] = useState<{ busy: boolean; checks: Check[]; problem: unknown }>({
    ...{ busy: false, checks: [], problem: null },
  });
  const run = async () => {
    setState({ busy: true, checks: [], problem: null });
    try {
      const { checks } = await change(checkWechat, {});
      setState({ busy: false, checks, problem: null });
    } catch (problem) {
      setState({ busy: false, checks: [], problem });
    }
  };
  const { busy, checks, problem } = state;
  return (
    <>
      <Button id="wechat-check" className={css.check} loading={busy} onClick={() => void run()}>
        检测连接
      </Button>
      <ProblemAlert problem={problem} onRetry={() => void run()} />
      {checks.length > 0 && (
        <ul className={css.checks} aria-label="检测结果" aria-live="polite">
          {checks.map(({ name, state: found, message }) => (
            <li key={name} id={`check-${name}`}>
              <strong>{NAMES[name]}</strong>
              <Tag color={STATES[found].colour}>{STATES[found].word}</Tag>
              <span className="breaks">{message}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
