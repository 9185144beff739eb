import { LockOutlined, SafetyOutlined, UserOutlined } from '@ant-design/icons';
import { ApiProblem } from '@jishi/api-client';
import { getSetup, loginStaff } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { api } from '../../../../api.ts';
import { safeBack } from './back.ts';

interface Credentials {
  login: string;
  password: string;
  code?: string;
}

/** What to tell after a failed try, and whether it is a lock. */
function explain(problem: unknown): { text: string; help?: string; locked: boolean } {
  if (!(problem instanceof ApiProblem)) return { text: '登录失败，请稍后重试', locked: false };
  if (problem.code === 'LOGIN_LOCKED')
    return { text: problem.message, help: '等待期间，正确的密码也无法从这里登录。', locked: true };
  if (problem.code === 'LOGIN_FAILED')
    return { text: problem.message, help: '请检查大小写；连续输错多次需要等待一段时间。', locked: false };
  if (problem.code === 'LOGIN_CODE_WRONG')
    return { text: problem.message, help: '也可以输入绑定时保存的恢复码。', locked: false };
  return { text: problem.message, locked: false };
}

export function LoginPage() {
  const [form] = Form.useForm<Credentials>();
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [asksCode, setAsksCode] = useState(false);
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const cache = useQueryClient();
  useEffect(() => {
    document.title = '登录 · 集市商家后台';
  }, []);
  const send = async ({ login, password, code }: Credentials) => {
    setBusy(true);
    setProblem(null);
    try {
      await api(loginStaff, { body: { login: login.trim(), password, ...(code ? { code: code.trim() } : {}) } });
      cache.clear();
      navigate(safeBack(search.get('back')), { replace: true });
    } catch (refused) {
      const again = refused instanceof ApiProblem ? refused.code : '';
      if (again === 'LOGIN_CODE_NEEDED') return setAsksCode(true);
      setProblem(refused);
      const wrong = again === 'LOGIN_CODE_WRONG' ? 'code' : 'password';
      if (wrong === 'password') setAsksCode(false);
      form.resetFields([wrong]);
      form.getFieldInstance(wrong)?.focus();
    } finally {
      setBusy(false);
    }
  };
  const setup = useAsk(getSetup, {});
  const said = problem ? explain(problem) : null;
  return (
    <main className="login">
      <div className="login-card">
        <img src={`${import.meta.env.BASE_URL}mark.svg`} alt="" width={44} height={44} />
        <h1>登录集市商家后台</h1>
        <p className="quiet">商品、订单与资金，都在这里打理。</p>
        {said && (
          <Alert
            type={said.locked ? 'warning' : 'error'}
            showIcon
            role="alert"
            title={said.text}
            description={said.help}
          />
        )}
        {setup.data?.waiting && (
          <Alert
            type="info"
            showIcon
            title="这台服务器上还没有店铺"
            description="请打开终端里的开店链接；找不到时，在服务器上运行 npm run shop -- link 换一个。"
          />
        )}
        {!said && !setup.data?.waiting && search.get('back') && (
          <Alert type="info" showIcon title="请登录后继续，登录后会回到刚才的页面。" />
        )}
        <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={send}>
          <Fields hidden={asksCode} />
          {asksCode && <CodeField />}
          <Button id="login-go" type="primary" htmlType="submit" block loading={busy}>
            登录
          </Button>
        </Form>
      </div>
    </main>
  );
}

/** Kept while the code is asked for, because they go out again with it. */
const Fields = ({ hidden }: { hidden: boolean }) => (
  <>
    <Form.Item
      name="login"
      hidden={hidden}
      htmlFor="login-name"
      label="账号"
      rules={[{ required: true, whitespace: true, message: '请输入账号' }]}
    >
      <Input id="login-name" prefix={<UserOutlined />} autoComplete="username" autoFocus />
    </Form.Item>
    <Form.Item
      name="password"
      hidden={hidden}
      htmlFor="login-password"
      label="密码"
      rules={[{ required: true, message: '请输入密码' }]}
    >
      <Input.Password id="login-password" prefix={<LockOutlined />} autoComplete="current-password" />
    </Form.Item>
  </>
);

const CodeField = () => (
  <Form.Item
    name="code"
    htmlFor="login-code"
    label="动态验证码"
    extra="身份验证器上的 6 位数字；手机不在身边时，可以输入一个恢复码。"
    rules={[{ required: true, whitespace: true, message: '请输入验证码' }]}
  >
    <Input id="login-code" prefix={<SafetyOutlined />} autoComplete="one-time-code" maxLength={20} autoFocus />
  </Form.Item>
);
