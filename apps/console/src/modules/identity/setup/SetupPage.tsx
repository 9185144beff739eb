import { ApiProblem } from '@jishi/api-client';
import { checkSetupLink, getSetup } from '@jishi/api-client/admin';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Steps } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../../../api.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { Waiting } from '../../../parts/Waiting.tsx';
import { Enrolment } from '../staff/account/Enrolment.tsx';
import { FirstGoods } from './FirstGoods.tsx';
import { FirstShopForm } from './FirstShopForm.tsx';
import { FirstWechat } from './FirstWechat.tsx';
import style from './SetupPage.module.css';

const STEPS = ['店铺', '店主账号', '动态验证码', '微信', '第一件商品'];
type State = 'good' | 'wrong' | 'none' | 'open';

/** What stands behind # in the link of the terminal; the server is asked with it, and no log has it. */
const tokenOfAddress = (): string => window.location.hash.slice(1);

async function look(token: string): Promise<State> {
  if (!(await api(getSetup)).waiting) return 'open';
  if (!token) return 'none';
  try {
    await api(checkSetupLink, { body: { token } });
    return 'good';
  } catch (problem) {
    if (problem instanceof ApiProblem && [400, 403].includes(problem.status)) return 'wrong';
    throw problem;
  }
}

/** From an empty server to a shop with a first product: what the one-time link of the terminal opens. */
export function SetupPage() {
  const [token] = useState(tokenOfAddress);
  const [step, setStep] = useState(0);
  const link = useQuery({ queryKey: ['setup-link', token], queryFn: () => look(token), staleTime: Infinity, retry: 1 });
  useEffect(() => {
    document.title = '开店 · 集市商家后台';
  }, []);
  return (
    <main className="login">
      <div className={`login-card ${style.card}`}>
        <img src={`${import.meta.env.BASE_URL}mark.svg`} alt="" width={44} height={44} />
        <h1>开一家新店</h1>
        {link.isPending && <Waiting />}
        <ProblemAlert problem={link.error} onRetry={link.refetch} />
        {link.data === 'good' && (
          <>
            <div className={style.wideOnly}>
              <Steps current={step} size="small" items={STEPS.map((title) => ({ title }))} />
            </div>
            <p className={`quiet ${style.narrowOnly}`}>
              第 {step + 1} 步，共 {STEPS.length} 步：{STEPS[step]}
            </p>
            <Step token={token} step={step} onStep={setStep} />
          </>
        )}
        {link.data && link.data !== 'good' && <NoEntry state={link.data} />}
      </div>
    </main>
  );
}

function Step({ token, step, onStep }: { token: string; step: number; onStep: (step: number) => void }) {
  const navigate = useNavigate();
  const next = () => onStep(step + 1);
  if (step < 2) return <FirstShopForm token={token} step={step} onStep={onStep} />;
  if (step === 2)
    return (
      <section>
        <Enrolment onDone={next} />
        <Later onClick={next} text="以后再说，可在「账号安全」里绑定" />
      </section>
    );
  if (step === 3) return <FirstWechat onDone={next} />;
  const finish = () => navigate('/', { replace: true });
  return (
    <section>
      <FirstGoods onDone={finish} />
      <Later onClick={finish} text="先进后台看看" />
    </section>
  );
}

const Later = ({ text, onClick }: { text: string; onClick: () => void }) => (
  <Button type="link" className={style.later ?? ''} onClick={onClick}>
    {text}
  </Button>
);

const WHY: Record<Exclude<State, 'good'>, { title: string; text: string }> = {
  open: {
    title: '这台服务器上已经有店铺',
    text: '请用店主账号登录；再开一家，请在服务器上运行 npm run shop -- create。',
  },
  none: { title: '请打开终端里的开店链接', text: '启动集市后，终端会显示一个以 /console/setup# 开头的一次性链接。' },
  wrong: {
    title: '这个链接已经用过或已失效',
    text: '请在服务器上运行 npm run shop -- link 换一个，或重新启动集市，再打开终端里的新链接。',
  },
};

function NoEntry({ state }: { state: Exclude<State, 'good'> }) {
  const { title, text } = WHY[state];
  return (
    <>
      <Alert type={state === 'wrong' ? 'warning' : 'info'} showIcon role="alert" title={title} description={text} />
      {state === 'open' && (
        <Button type="primary" href={`${import.meta.env.BASE_URL}login`}>
          去登录
        </Button>
      )}
    </>
  );
}
