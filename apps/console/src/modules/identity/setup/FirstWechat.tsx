import { ApiProblem } from '@jishi/api-client';
import { usePractice as practise } from '@jishi/api-client/admin';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../../api.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import style from './SetupPage.module.css';

/** WeChat itself needs papers that take days, so a shop may begin with the sandbox of this server. */
export function FirstWechat({ onDone }: { onDone: () => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const begin = async () => {
    setBusy(true);
    try {
      await api(practise);
      onDone();
    } catch (refused) {
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  };
  const none = problem instanceof ApiProblem && problem.code === 'NO_SANDBOX';
  return (
    <section className="steps-of-two">
      <p>
        收款和登录要接入微信：小程序、公众号和微信支付商户号。资料还没有备齐也没关系，先用
        <strong>沙盒微信</strong>练习：下单、付款、退款都能走通，不花真钱，接入真实的微信后自动停用。
      </p>
      {none ? (
        <Alert
          type="info"
          showIcon
          title="这台服务器没有运行沙盒微信"
          description="进后台后，在「微信接入」里填写商户资料。"
        />
      ) : (
        <ProblemAlert problem={problem instanceof Error ? problem : null} />
      )}
      <div className={style.buttons}>
        {!none && (
          <Button id="setup-sandbox" type="primary" loading={busy} onClick={() => void begin()}>
            先用沙盒微信
          </Button>
        )}
        <Button id="setup-wechat-later" onClick={onDone}>
          {none ? '下一步' : '跳过'}
        </Button>
      </div>
      <Link to="/settings/wechat">资料已备齐，现在就接入微信</Link>
    </section>
  );
}
