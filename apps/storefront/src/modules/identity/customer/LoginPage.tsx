import { ApiProblem, asProblem } from '@jishi/api-client';
import { getLoginPage, loginByPhone, loginCustomer } from '@jishi/api-client/shop';
import { useDidShow } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../../api/client';
import { go, back as leave, replaceLink, useParams } from '../../../nav';
import { Button } from '../../../parts/Button';
import { Icon } from '../../../parts/Icon';
import { Screen } from '../../../parts/Screen';
import { toast } from '../../../parts/toast';
import { Image, Text, View } from '../../../platform/elements';
import { login } from '../../../platform/login';
import { navigate } from '../../../platform/navigate';
import { storage } from '../../../platform/storage';
import { addressOf, pageAt } from '../../../routes';
import { mergeGuestCart } from '../../../session/merge-guest-cart';
import { needLogin } from '../../../session/session';
import { useShop } from '../../../session/shop';
import { keepToken, signedIn } from '../../../session/token';
import { type Owner, PhoneCode } from './PhoneCode';
import './LoginPage.scss';

const STATE = 'login-state';
/** Only a page of this shop is gone back to, whatever the address says; never this one. */
function ownPage(path: string | undefined): string {
  const name = path ? pageAt(path) : undefined;
  return path && name && name !== 'login' ? path : addressOf('home');
}

/** Goes to WeChat's login page and takes what it sends back; a shopper who is signed in already is led on. */
export function LoginPage() {
  const { back, over, code, state } = useParams('login');
  const shop = useShop();
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(code !== undefined);
  const [byPhone, setByPhone] = useState(login.way === 'phone');
  const begun = useRef(false);
  // A step back leads here again after the login is over.
  useDidShow(() => {
    if (signedIn()) goOn(back, over);
  });
  useEffect(() => {
    if (!code || begun.current || signedIn()) return;
    begun.current = true;
    finish(code, state).then(
      () => {
        // The login page that was left leads on, since the shopper is signed in.
        if (!login.comeBack()) goOn(back, false);
      },
      async (error) => {
        const problem = asProblem(error);
        // Somebody new is asked once whether the shop may know them.
        if (problem.code === 'WECHAT_CONSENT_NEEDED')
          return login.leave(await loginPage(ownPage(back), 'userinfo'), true);
        toast(problem.message);
        setBusy(false);
      },
    );
  }, [code, state, back]);
  const mayGo = () => {
    if (!agreed) toast('请先阅读并同意用户协议和隐私政策');
    return agreed;
  };
  const begin = async () => {
    if (!mayGo()) return;
    setBusy(true);
    if (login.code) {
      if (await needLogin()) goOn(back, over);
      return setBusy(false);
    }
    try {
      login.leave(await loginPage(ownPage(back), 'base'));
    } catch (error) {
      const problem = asProblem(error);
      // A shop without an official account knows shoppers by their number, in WeChat too.
      if (problem.code === 'OFFICIAL_ACCOUNT_MISSING') setByPhone(true);
      toast(problem.message);
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
        {byPhone ? (
          <PhoneCode
            action="登录 / 注册"
            busyText="正在登录…"
            mayGo={mayGo}
            onCode={async (phone, code, owner) => {
              await byCode(phone, code, owner);
              goOn(back, over);
            }}
          />
        ) : (
          <Button id="login-go" block busy={busy} onClick={() => void begin()}>
            {busy ? '正在登录…' : '微信登录'}
          </Button>
        )}
        <Button id="login-later" block kind="text" onClick={leave}>
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
      <View className="login__why">{byPhone ? '未注册的手机号会自动注册' : '商家仅用微信身份识别您的订单'}</View>
    </Screen>
  );
}

/** To the page that is wanted; when the login was opened over it, by a step back. */
const goOn = (back: string | undefined, over: boolean | undefined): void =>
  over ? navigate.behind() : replaceLink(ownPage(back));

/** Where to go to sign in; the state that comes back must be the one that was sent (CSRF). */
async function loginPage(back: string, scope: 'base' | 'userinfo'): Promise<string> {
  const state = login.secret();
  storage.keep(STATE, state);
  const redirect = login.origin + addressOf('login', { back });
  return (await api(getLoginPage, { query: { redirect, state, scope } })).url;
}

async function finish(code: string, state: string | undefined): Promise<void> {
  if (!state || state !== storage.kept(STATE)) throw new ApiProblem(0, 'LOGIN_EXPIRED', '登录已过期，请重新登录', null);
  storage.keep(STATE, null);
  keepToken(await api(loginCustomer, { body: { channel: 'h5', code } }, { relogin: false }));
  await mergeGuestCart();
}

async function byCode(phone: string, code: string, owner: Owner): Promise<void> {
  keepToken(await api(loginByPhone, { body: { phone, code, ...owner } }, { relogin: false }));
  await mergeGuestCart();
}
