import type { ReplyOf } from '@jishi/api-client';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../../api/client';
import { asProblem, useLoad } from '../../../hooks/useLoad';
import { go } from '../../../nav';
import { BottomBar } from '../../../parts/BottomBar';
import { Button } from '../../../parts/Button';
import { Text, View } from '../../../parts/dom';
import { Empty } from '../../../parts/Empty';
import { Icon } from '../../../parts/Icon';
import { Picture } from '../../../parts/Picture';
import { Price } from '../../../parts/Price';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { Stepper } from '../../../parts/Stepper';
import { TabBar } from '../../../parts/TabBar';
import { confirmAsk, toast } from '../../../parts/toast';
import { capabilities } from '../../../platform/capabilities';
import { setCartCount } from '../../../session/cart-count';
import { needLogin, signedIn } from '../../../session/session';
import { type Cart, type CartLine, withLine, withoutLines, withSelection } from './optimistic';
import './CartPage.scss';

/** Waits until the shopper stops tapping before it tells the server. */
const SETTLE_MS = 350;

export function CartPage() {
  const [known, setKnown] = useState(signedIn());
  if (!known)
    return (
      <Screen title="购物车" root className="screen--tabbed">
        <Empty
          icon="cart"
          title="登录后查看购物车"
          text="您选好的商品会在每台设备上保留"
          action={{ text: '登录', id: 'cart-login', onClick: () => void needLogin().then(setKnown) }}
        />
        <TabBar at="cart" />
      </Screen>
    );
  return <Filled />;
}

function Filled() {
  const { data: cart, problem, reload, show } = useLoad<Cart>(() => api.getCart(), [], 'cart');
  const change = useChange(show, reload);
  const [editing, setEditing] = useState(false);
  useEffect(() => {
    if (cart) setCartCount(cart.count);
  }, [cart]);
  const valid = cart?.lines.filter((line) => line.trouble === null || line.trouble === 'short') ?? [];
  const invalid = cart?.lines.filter((line) => line.trouble !== null && line.trouble !== 'short') ?? [];
  const remove = async (skuIds: string[], text: string) => {
    if (cart && (await confirmAsk({ title: text, text: '之后可以随时再加回来', confirmText: '移除', danger: true })))
      change(withoutLines(cart, skuIds), () => api.removeFromCart({ body: { skuIds } }), 'now');
  };
  return (
    <Screen title="购物车" root className="screen--tabbed cart">
      {problem && !cart && <Problem problem={problem} onRetry={reload} />}
      {!problem && !cart && <Skeleton rows={4} />}
      {cart && cart.lines.length === 0 && (
        <Empty
          icon="cart"
          title="购物车还是空的"
          text="去挑几件喜欢的"
          action={{ text: '去逛逛', onClick: () => go('home') }}
        />
      )}
      {valid.length > 0 && cart && (
        <View className="card cart__card">
          <View className="row cart__head">
            <Text className="grow muted small">共 {cart.count} 件</Text>
            <View className="cart__edit" onTap={() => setEditing(!editing)} pressed={editing}>
              {editing ? '完成' : '管理'}
            </View>
          </View>
          {valid.map((line) => (
            <Line
              key={line.skuId}
              line={line}
              editing={editing}
              onChange={(quantity, selected) =>
                change(
                  withLine(cart, line.skuId, quantity, selected),
                  () => api.setCartLine({ path: { skuId: line.skuId }, body: { quantity, selected } }),
                  line.skuId,
                )
              }
              onRemove={() => remove([line.skuId], `移除“${line.title}”？`)}
            />
          ))}
        </View>
      )}
      {invalid.length > 0 && (
        <View className="card cart__card">
          <View className="row cart__head">
            <Text className="grow">暂时不能购买</Text>
            <View
              className="cart__edit"
              onTap={() =>
                remove(
                  invalid.map((line) => line.skuId),
                  '清空不能购买的商品？',
                )
              }
            >
              清空
            </View>
          </View>
          {invalid.map((line) => (
            <Invalid key={line.skuId} line={line} onRemove={() => remove([line.skuId], `移除“${line.title}”？`)} />
          ))}
        </View>
      )}
      {cart && valid.length > 0 && (
        <Sum
          cart={cart}
          all={valid.every((line) => line.selected)}
          onAll={(selected) =>
            change(withSelection(cart, selected), () => api.selectCart({ body: { selected } }), 'selection')
          }
        />
      )}
      <TabBar at="cart" />
    </Screen>
  );
}

/** Shows a change at once and tells the server; when it refuses, says why and shows what the server has. */
function useChange(show: (cart: Cart) => void, reload: () => Promise<void>) {
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const turn = useRef(0);
  return (next: Cart, tell: () => Promise<ReplyOf<'getCart'>>, key: string) => {
    show(next);
    const mine = ++turn.current;
    const send = async () => {
      timers.current.delete(key);
      try {
        const answer = await tell();
        if (mine === turn.current) show(answer);
      } catch (error) {
        toast(asProblem(error).message);
        await reload();
      }
    };
    clearTimeout(timers.current.get(key));
    timers.current.set(key, setTimeout(send, key === 'now' ? 0 : SETTLE_MS));
  };
}

interface LineProps {
  line: CartLine;
  editing: boolean;
  onChange: (quantity: number, selected: boolean) => void;
  onRemove: () => void;
}
const Line = ({ line, editing, onChange, onRemove }: LineProps) => (
  <View id={`cart-line-${line.skuId}`} className="cart__line">
    <View
      className={`cart__tick ${line.selected ? 'cart__tick--on' : ''}`}
      onTap={() => onChange(line.quantity, !line.selected)}
      role="checkbox"
      pressed={line.selected}
      label={`选择 ${line.title}`}
    >
      <View className="cart__circle">{line.selected && <Icon name="check" size={14} />}</View>
    </View>
    <View className="cart__picture" onTap={() => go('product', { id: line.goodsId })} label={line.title}>
      <Picture src={line.picture} />
    </View>
    <View className="grow">
      <View className="two-lines cart__title">{line.title}</View>
      {line.specs.length > 0 && <View className="cart__specs one-line">{line.specs.join(' / ')}</View>}
      {line.troubleText && <View className="cart__trouble">{line.troubleText}</View>}
      <View className="row cart__foot">
        <View className="grow">
          <Price fen={line.unitPriceFen} />
        </View>
        {editing ? (
          <Button kind="danger" size="s" id={`cart-remove-${line.skuId}`} onClick={onRemove}>
            移除
          </Button>
        ) : (
          <Stepper
            id={`cart-quantity-${line.skuId}`}
            value={line.quantity}
            max={Math.max(1, Math.min(99, line.available))}
            onChange={(quantity) => onChange(quantity, line.selected)}
          />
        )}
      </View>
    </View>
  </View>
);

const Invalid = ({ line, onRemove }: { line: CartLine; onRemove: () => void }) => (
  <View className="cart__line cart__line--off">
    <View className="cart__picture">
      <Picture src={line.picture} />
    </View>
    <View className="grow">
      <View className="two-lines cart__title">{line.title}</View>
      {line.specs.length > 0 && <View className="cart__specs one-line">{line.specs.join(' / ')}</View>}
      <View className="row cart__foot">
        <Text className="grow cart__trouble">{line.troubleText}</Text>
        <Button kind="plain" size="s" onClick={onRemove}>
          移除
        </Button>
      </View>
    </View>
  </View>
);

const Sum = ({ cart, all, onAll }: { cart: Cart; all: boolean; onAll: (selected: boolean) => void }) => (
  <BottomBar aboveTabs={!capabilities.tabBar}>
    <View
      id="select-all"
      className={`cart__tick cart__all ${all ? 'cart__tick--on' : ''}`}
      onTap={() => onAll(!all)}
      role="checkbox"
      pressed={all}
    >
      <View className="cart__circle">{all && <Icon name="check" size={14} />}</View>
      <Text>全选</Text>
    </View>
    <View className="grow cart__total">
      <Text className="small">合计 </Text>
      <Price fen={cart.selectedFen} size="m" />
      <View className="muted cart__hint">不含运费</View>
    </View>
    <Button id="go-checkout" disabled={cart.selectedCount === 0} onClick={() => go('confirm')}>
      去结算{cart.selectedCount > 0 ? `(${cart.selectedCount})` : ''}
    </Button>
  </BottomBar>
);
