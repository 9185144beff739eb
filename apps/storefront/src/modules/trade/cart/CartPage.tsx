import { useEffect, useState } from 'react';
import { go } from '../../../nav';
import { yuan } from '../../../parts/amount';
import { BottomBar } from '../../../parts/BottomBar';
import { Button } from '../../../parts/Button';
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
import { Text, View } from '../../../platform/elements';
import { needLogin } from '../../../session/session';
import { useSignedIn } from '../../../session/useSignedIn';
import { CartGroup } from '../../promotion/campaign/CartGroup';
import { groupLines } from '../../promotion/campaign/cart-groups';
import { allSelected, type Cart, type CartLine, isOpen, tooMany } from './cart-rules';
import { useCart } from './useCart';
import './CartPage.scss';

/** Brings a number down to what there is, and says so: the shopper need not tap it down piece by piece. */
function useFewer(cart: Cart | undefined, setLine: (skuId: string, quantity: number, selected: boolean) => void): void {
  const lines = cart ? tooMany(cart) : [];
  const told = lines.map((line) => `${line.skuId}/${line.available}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each line and stock
  useEffect(() => {
    for (const line of lines) setLine(line.skuId, line.available, true);
    const [first] = lines;
    if (first) toast(`“${first.title}”只剩 ${first.available} 件，数量已为您改好`);
  }, [told]);
}

export function CartPage() {
  const { cart, problem, reload, setLine, select, remove, flush } = useCart();
  const inside = useSignedIn();
  const [editing, setEditing] = useState(false);
  const [leaving, setLeaving] = useState(false);
  useFewer(cart, setLine);
  const valid = cart?.lines.filter(isOpen) ?? [];
  const invalid = cart?.lines.filter((line) => !isOpen(line)) ?? [];
  const askRemove = async (skuIds: string[], text: string) => {
    if (await confirmAsk({ title: text, text: '之后可以随时再加回来', confirmText: '移除', danger: true }))
      await remove(skuIds);
  };
  // The order must have what the last tap said.
  const checkOut = async () => {
    setLeaving(true);
    await flush();
    setLeaving(false);
    go('confirm');
  };
  return (
    <Screen title="购物车" root className="screen--tabbed cart">
      {problem && !cart && <Problem problem={problem} onRetry={reload} />}
      {!problem && !cart && <Skeleton rows={4} />}
      {cart && cart.lines.length === 0 && (
        <Empty
          icon="cart"
          title="购物车还是空的"
          text={inside ? '去挑几件喜欢的' : '登录后可以看到以前放进来的商品'}
          action={{ text: '去逛逛', onClick: () => go('home') }}
          {...(inside ? {} : { more: { text: '登录', id: 'cart-login', onClick: () => void needLogin() } })}
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
          {groupLines(valid, cart.groups).map(({ group, lines }) => (
            <View key={group?.ref ?? ''} className="cart__group">
              {group && <CartGroup group={group} />}
              {lines.map((line) => (
                <Line
                  key={line.skuId}
                  line={line}
                  editing={editing}
                  onChange={(quantity, selected) => setLine(line.skuId, quantity, selected)}
                  onRemove={() => askRemove([line.skuId], `移除“${line.title}”？`)}
                />
              ))}
            </View>
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
                askRemove(
                  invalid.map((line) => line.skuId),
                  '清空不能购买的商品？',
                )
              }
            >
              清空
            </View>
          </View>
          {invalid.map((line) => (
            <Invalid key={line.skuId} line={line} onRemove={() => askRemove([line.skuId], `移除“${line.title}”？`)} />
          ))}
        </View>
      )}
      {cart && valid.length > 0 && (
        <Sum cart={cart} all={allSelected(cart)} onAll={select} leaving={leaving} onCheckOut={() => void checkOut()} />
      )}
      <TabBar at="cart" />
    </Screen>
  );
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
          <LinePrice line={line} />
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

/** What a piece costs; while a discount is on, with its name. */
const LinePrice = ({ line }: { line: CartLine }) => {
  const off = line.parts.find(({ source }) => source === 'limited-time' || source === 'extra');
  if (!off) return <Price fen={line.unitPriceFen} />;
  return (
    <>
      <Price fen={Math.round((line.goodsFen + off.fen) / line.quantity)} />
      <View className="cart__off">{off.label}</View>
    </>
  );
};

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

interface SumProps {
  cart: Cart;
  all: boolean;
  onAll: (selected: boolean) => void;
  leaving: boolean;
  onCheckOut: () => void;
}
const Sum = ({ cart, all, onAll, leaving, onCheckOut }: SumProps) => (
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
      <View className="muted cart__hint">
        {cart.discountFen > 0 ? `已减 ${yuan(cart.discountFen)}，不含运费` : '不含运费'}
      </View>
    </View>
    <Button id="go-checkout" busy={leaving} disabled={cart.selectedCount === 0} onClick={onCheckOut}>
      去结算{cart.selectedCount > 0 ? `(${cart.selectedCount})` : ''}
    </Button>
  </BottomBar>
);
