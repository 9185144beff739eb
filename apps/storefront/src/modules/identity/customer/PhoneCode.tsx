import { asProblem } from '@jishi/api-client';
import { sendLoginCode } from '@jishi/api-client/shop';
import { useState } from 'react';
import { api } from '../../../api/client';
import { Button } from '../../../parts/Button';
import { toast } from '../../../parts/toast';
import { Input, View } from '../../../platform/elements';
import { useCountDown } from '../../trade/order/useCountDown';
import { digitsOf, isMainland } from './phone-login-rules';
import './PhoneCode.scss';

interface PhoneCodeProps {
  /** What the button says, and what it says while it works. */
  action: string;
  busyText: string;
  /** Whether the terms were agreed to; asks for that when they were not. */
  mayGo: () => boolean;
  /** The shopper has typed the code. What it throws is told. */
  onCode: (phone: string, code: string, owner: Owner) => Promise<void>;
}
/** What is said to a number that was not proved for long. */
export interface Owner {
  receiver?: string;
  anew?: boolean;
}
/** A phone number and the code that is sent to it. */
export function PhoneCode({ action, busyText, mayGo, onCode }: PhoneCodeProps) {
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [againAt, setAgainAt] = useState<string | null>(null);
  const [inbox, setInbox] = useState<string | null>(null);
  /** Name of a former receiver; null until the server asks for it. */
  const [receiver, setReceiver] = useState<string | null>(null);
  const [busy, setBusy] = useState<'send' | 'go'>();
  const left = useCountDown(againAt, () => setAgainAt(null));
  const attempt = async (what: 'send' | 'go', work: () => Promise<void>) => {
    if (busy) return;
    setBusy(what);
    try {
      await work();
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === 'PHONE_OWNER_UNSURE') setReceiver('');
      else toast(problem.message);
    } finally {
      setBusy(undefined);
    }
  };
  const send = () => {
    if (!isMainland(phone)) return toast('请填写 11 位手机号');
    void attempt('send', async () => {
      const sent = await api(sendLoginCode, { body: { phone } });
      setAgainAt(sent.againAt);
      setInbox(sent.inbox);
      toast('验证码已发送');
    });
  };
  const go = (anew = false) => {
    if (!isMainland(phone)) return toast('请填写 11 位手机号');
    if (digitsOf(code).length !== 6) return toast('请填写 6 位验证码');
    if (receiver !== null && !anew && !receiver.trim()) return toast('请填写以前收货人的姓名');
    if (!mayGo()) return;
    const owner: Owner = anew ? { anew } : receiver ? { receiver: receiver.trim() } : {};
    void attempt('go', () => onCode(phone, digitsOf(code), owner));
  };
  return (
    <View className="phone-login">
      <View className="phone-login__field">
        <Input
          id="login-phone"
          className="grow"
          label="手机号"
          placeholder="手机号"
          kind="phone"
          maxLength={20}
          value={phone}
          onInput={setPhone}
        />
      </View>
      <View className="phone-login__field">
        <Input
          id="login-code"
          className="grow"
          label="短信验证码"
          placeholder="短信验证码"
          kind="number"
          maxLength={6}
          value={code}
          onInput={setCode}
          onConfirm={() => go()}
        />
        <Button
          id="login-code-send"
          kind="soft"
          size="s"
          busy={busy === 'send'}
          disabled={left !== undefined}
          onClick={send}
        >
          {left === undefined ? '获取验证码' : `${left} 后重发`}
        </Button>
      </View>
      {inbox && (
        <View className="phone-login__inbox" role="link" href={inbox}>
          演示环境：在沙箱手机里查看短信
        </View>
      )}
      {receiver !== null && <FormerReceiver name={receiver} onInput={setReceiver} onConfirm={() => go()} />}
      <Button id="login-go" block busy={busy === 'go'} onClick={() => go()}>
        {busy === 'go' ? busyText : action}
      </Button>
      {receiver !== null && (
        <View className="phone-login__anew">
          <Button id="login-anew" kind="soft" block onClick={() => go(true)}>
            不是我，重新开始
          </Button>
        </View>
      )}
    </View>
  );
}

interface FormerReceiverProps {
  name: string;
  onInput: (name: string) => void;
  onConfirm: () => void;
}
/** What only the owner of before knows. */
const FormerReceiver = ({ name, onInput, onConfirm }: FormerReceiverProps) => (
  <>
    <View className="phone-login__unsure">
      这个手机号很久没有验证过，为防止号码已经换了主人，请填写以前收货人的姓名。如果那不是您，请重新开始，以前的订单不会带过来。
    </View>
    <View className="phone-login__field">
      <Input
        id="login-receiver"
        className="grow"
        label="以前收货人的姓名"
        placeholder="以前收货人的姓名"
        maxLength={40}
        value={name}
        onInput={onInput}
        onConfirm={onConfirm}
      />
    </View>
  </>
);
