import { PageFrame } from '../../../../parts/PageFrame.tsx';
import { Devices } from './Devices.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { SecondFactor } from './SecondFactor.tsx';

/** What keeps the own account safe. */
export const AccountPage = () => (
  <PageFrame title="账号安全">
    <SecondFactor />
    <section className="panel">
      <h2>修改密码</h2>
      <PasswordForm onDone={() => {}} />
    </section>
    <Devices />
  </PageFrame>
);
