import { dropSecondFactor, renewRecoveryCodes } from '@jishi/api-client/admin';
import { invalidate, useChanges, useData } from '@jishi/api-client/react';
import { Button, Modal, Space, Tag } from 'antd';
import { useState } from 'react';
import { ask, tell, tellProblem } from '../../../../parts/ask.ts';
import { useStaff } from '../../../../session.tsx';
import { Enrolment, RecoveryCodes } from './Enrolment.tsx';

/** The second factor of the own account. */
export function SecondFactor() {
  const { staff } = useStaff();
  const data = useData();
  const change = useChanges();
  const [open, setOpen] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  const refresh = () => invalidate(data, ['getStaffMe']);
  const done = () => {
    setOpen(false);
    setCodes(null);
    void refresh();
  };
  const drop = async () => {
    const text = '以后登录只需要密码，密码泄露别人就能进来。换手机时先关闭，再用新手机绑定。';
    if (!(await ask({ title: '关闭动态验证码？', text, okText: '关闭', danger: true }))) return;
    await change(dropSecondFactor).then(() => tell('已关闭'), tellProblem);
    await refresh();
  };
  const renew = async () => {
    const text = '旧的恢复码会立即作废。';
    if (!(await ask({ title: '换一组恢复码？', text, okText: '更换' }))) return;
    await change(renewRecoveryCodes).then((reply) => setCodes(reply.recoveryCodes), tellProblem);
  };
  return (
    <section className="panel">
      <h2>
        动态验证码{' '}
        <Tag color={staff.secondFactor ? 'success' : 'default'}>{staff.secondFactor ? '已绑定' : '未绑定'}</Tag>
      </h2>
      {staff.secondFactor ? (
        <Space wrap>
          <Button onClick={() => void renew()}>更换恢复码</Button>
          <Button danger onClick={() => void drop()}>
            关闭
          </Button>
        </Space>
      ) : (
        <>
          <p className="quiet">登录时除密码外再输入手机上的 6 位数字。</p>
          <Button id="enrol-open" type="primary" onClick={() => setOpen(true)}>
            绑定身份验证器
          </Button>
        </>
      )}
      {(open || codes) && (
        <Modal open title="动态验证码" footer={null} maskClosable={false} onCancel={done} destroyOnHidden>
          {codes ? <RecoveryCodes codes={codes} onDone={done} /> : <Enrolment onDone={done} />}
        </Modal>
      )}
    </section>
  );
}
