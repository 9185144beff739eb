import { ApiProblem } from '@jishi/api-client';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../../api/client';
import { asProblem } from '../../../hooks/useLoad';
import { go, replace, useParams } from '../../../nav';
import { Button } from '../../../parts/Button';
import { Image, Text, View } from '../../../parts/dom';
import { Icon } from '../../../parts/Icon';
import { Screen } from '../../../parts/Screen';
import { toast } from '../../../parts/toast';
import { navigate } from '../../../platform/navigate';
import { addressOf, pageAt } from '../../../routes';
import { useShop } from '../../../session/shop';
import { keep, kept } from '../../../session/storage';
import { keepToken } from '../../../session/token';
import './LoginPage.scss';

const STATE = 'login-state';
/** Only a page of this shop is gone back to, whatever the address says. */
const ownPage = (path: string | undefined): string => (path && pageAt(path) ? path : addressOf('home'));

/** Goes to WeChat's login page and takes what it sends back (only the browser needs this page). */
export function LoginPage() {
  const { back, code, state } = useParams('login');
  const shop = useShop();
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(code !== undefined);
  const begun = useRef(false);
  useEffect(() => {
    if (!code || begun.current) return;
    begun.current = true;
    finish(code, state).then(
      () => navigate.replace(ownPage(back)),
      (error) => {
        toast(asProblem(error).message);
        setBusy(false);
      },
    );
  }, [code, state, back]);
  const begin = async () => {
    if (!agreed) return toast('请先阅读并同意用户协议和隐私政策');
    setBusy(true);
    try {
      location.href = await loginPage(ownPage(back));
    } catch (error) {
      toast(asProblem(error).message);
      setBusy(false);
    }
  };
  return (
    <Screen title="登录" className="login">
      <View className="login__logo">
        {shop?.logo ? <Image src={shop.logo} className="login__picture" alt="" /> : <Icon name="user" size={40} />}
      </View>
      <View className="login__name">{shop?.name ?? ' '}</View>
      <View className="muted">{shop?.slogan}</View>
      <View className="login__go">
        <Button id="login-go" block busy={busy} onClick={() => void begin()}>
          {busy ? '正在登录…' : '微信登录'}
        </Button>
        <Button id="login-later" block kind="text" onClick={() => replace('home')}>
          先逛逛
        </Button>
      </View>
      <View className={`login__agree ${agreed ? 'login__agree--on' : ''}`}>
        <View
          id="login-agree"
          className="login__check"
          onTap={() => setAgreed(!agreed)}
          role="checkbox"
          pressed={agreed}
        >
          <View className="login__tick">{agreed && <Icon name="check" size={12} />}</View>
          <Text>我已阅读并同意</Text>
        </View>
        <View className="login__terms" role="link" onTap={() => go('terms')}>
          《用户协议》
        </View>
        <Text>和</Text>
        <View className="login__terms" role="link" onTap={() => go('terms', { of: 'privacy' })}>
          《隐私政策》
        </View>
      </View>
      <View className="login__why">商家仅用微信身份识别您的订单</View>
    </Screen>
  );
}

/** Where to go to sign in; the state that comes back must be the one that was sent (CSRF). */
async function loginPage(back: string): Promise<string> {
  const state = crypto.getRandomValues(new Uint32Array(3)).join('-');
  keep(STATE, state);
  const redirect = location.origin + addressOf('login', { back });
  return (await api.getLoginPage({ query: { redirect, state } })).url;
}

async function finish(code: string, state: string | undefined): Promise<void> {
  if (!state || state !== kept(STATE)) throw new ApiProblem(0, 'LOGIN_EXPIRED', '登录已过期，请重新登录', null);
  keep(STATE, null);
  keepToken(await api.loginCustomer({ body: { channel: 'h5', code } }));
}
