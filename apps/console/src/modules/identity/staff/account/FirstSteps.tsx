import { logoutStaff } from '@jishi/api-client/admin';
import { Button } from 'antd';
import { api } from '../../../../api.ts';
import { Enrolment } from './Enrolment.tsx';
import css from './FirstSteps.module.css';
import { PasswordForm } from './PasswordForm.tsx';

const WORDS = {
  'change-password': {
    title: '先修改密码',
    text: '这个密码是别人设置的，或已经用得太久。换成只有您知道的密码，再继续。',
  },
  enrol: { title: '先绑定动态验证码', text: '店铺要求您登录时使用动态验证码。' },
};

/** What a person must do before they can do anything else. */
export function FirstSteps({ must, onDone }: { must: keyof typeof WORDS; onDone: () => void }) {
  const { title, text } = WORDS[must];
  const leave = () => api(logoutStaff).finally(() => location.reload());
  return (
    <main className="lone">
      <section className={`panel ${css.firstSteps}`}>
        <h1>{title}</h1>
        <p>{text}</p>
        {must === 'enrol' ? <Enrolment onDone={onDone} /> : <PasswordForm onDone={onDone} />}
        <Button type="link" style={{ paddingInline: 0 }} onClick={() => void leave()}>
          退出登录
        </Button>
      </section>
    </main>
  );
}
