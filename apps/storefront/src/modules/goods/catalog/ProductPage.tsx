import { useAsk, useChange } from '@jishi/api-client/react';
import { addToCart, getCart, getGoods } from '@jishi/api-client/shop';
import { useState } from 'react';
import { go, useParams } from '../../../nav';
import { yuan } from '../../../parts/amount';
import { Badge } from '../../../parts/Badge';
import { BottomBar } from '../../../parts/BottomBar';
import { Button } from '../../../parts/Button';
import { Cell } from '../../../parts/Cell';
import { Icon, type IconName } from '../../../parts/Icon';
import { Picture } from '../../../parts/Picture';
import { Price } from '../../../parts/Price';
import { Problem } from '../../../parts/Problem';
import { ratioOf } from '../../../parts/picture-address';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { toast } from '../../../parts/toast';
import { capabilities } from '../../../platform/capabilities';
import { Slides, Text, View } from '../../../platform/elements';
import { useShare } from '../../../platform/share';
import { addressOf } from '../../../routes';
import { useCartCount } from '../../../session/cart-count';
import { addGuestLine } from '../../../session/guest-cart';
import { needLogin, signedIn } from '../../../session/session';
import { ReviewLine } from '../../content/review/ReviewLine';
import { rangeOf } from '../../promotion/campaign/deal';
import { PriceBand, WarmUp } from '../../promotion/campaign/PriceBand';
import { PromotionLine } from '../../promotion/campaign/PromotionLine';
import { CouponLine } from '../../promotion/coupon/CouponLine';
import { FreightCell } from '../../trade/freight/FreightCell';
import { isPresale, presaleText } from './presale';
import { Related } from './Related';
import { Services } from './Services';
import { SkuSheet } from './SkuSheet';
import { inStock, type Product, type Sku } from './sku';
import './ProductPage.scss';

type Purpose = 'cart' | 'buy';

export function ProductPage() {
  const { id } = useParams('product');
  const { data: product, error: problem, refetch: reload } = useAsk(getGoods, { path: { id } });
  useShare(() => ({
    title: product ? `${yuan(rangeOf(product).from)} ${product.title}` : '商品',
    url: addressOf('product', { id }),
    picture: product?.pictures[0],
  }));
  const [purpose, setPurpose] = useState<Purpose>();
  const adding = useChange(addToCart, {
    fill: (cache, cart) => cache.put(getCart, {}, cart),
    onDone: () => {
      setPurpose(undefined);
      toast('已加入购物车');
    },
    onProblem: (refused) => {
      toast(refused.message);
      void reload();
    },
  });
  const confirm = async (sku: Sku, quantity: number) => {
    const wish = { skuId: sku.id, quantity };
    if (purpose === 'buy') {
      setPurpose(undefined);
      return go('confirm', wish);
    }
    // Where a login takes another page, a guest's cart is kept here until then.
    if (!signedIn() && !capabilities.ownAccount) {
      if (!addGuestLine(sku.id, quantity)) return toast('购物车已满，请先清理或登录');
      setPurpose(undefined);
      return toast('已加入购物车');
    }
    if (await needLogin()) await adding.run({ body: wish });
  };
  return (
    <Screen title={product?.title ?? '商品'} className="screen--barred product">
      {problem && !product && <Problem problem={problem} onRetry={reload} />}
      {!problem && !product && <Skeleton shape="product" />}
      {product && (
        <>
          <Gallery product={product} />
          <Head product={product} onTime={() => void reload()} />
          <View className="card product__cells">
            <Cell id="choose-spec" title="规格" value={specText(product)} onClick={() => setPurpose('cart')} />
            {isPresale(product.presale, Date.now()) && (
              <Cell id="presale" title="发货" value={presaleText(product.presale)} />
            )}
            {product.skus[0] && (
              <FreightCell skuId={(product.skus.find((s) => s.available > 0) ?? product.skus[0]).id} />
            )}
            <PromotionLine product={product} />
            <CouponLine goodsId={id} />
            {product.services.length > 0 && <Services services={product.services} />}
          </View>
          <ReviewLine goodsId={id} />
          <Details product={product} />
          <Related id={id} />
          <Bar product={product} onOpen={setPurpose} />
          <SkuSheet
            product={product}
            open={purpose !== undefined}
            action={purpose === 'buy' ? '立即购买' : '加入购物车'}
            busy={adding.busy}
            onClose={() => setPurpose(undefined)}
            onConfirm={confirm}
          />
        </>
      )}
    </Screen>
  );
}

const specText = (product: Product): string =>
  product.specs.length === 0
    ? `默认，库存 ${product.skus[0]?.available ?? 0} ${product.unit}`
    : `${product.specs.map((s) => s.name).join('、')} 共 ${product.skus.length} 款`;

function Gallery({ product }: { product: Product }) {
  const [shown, setShown] = useState(0);
  return (
    <View className="product__gallery">
      <Slides label="商品图片" ratio={1} onChange={setShown}>
        {product.pictures.map((picture, index) => (
          <Picture
            key={picture}
            src={picture}
            alt={`${product.title} 第 ${index + 1} 张`}
            width={720}
            eager={index === 0}
          />
        ))}
      </Slides>
      {product.pictures.length > 1 && (
        <Text className="product__counter">
          {shown + 1}/{product.pictures.length}
        </Text>
      )}
    </View>
  );
}

const Head = ({ product, onTime }: { product: Product; onTime: () => void }) => (
  <View className="card product__head">
    {product.deal?.state === 'on' ? (
      <PriceBand product={product} deal={product.deal} onEnd={onTime} />
    ) : (
      <UsualPrice product={product} />
    )}
    {product.member && (
      <View id="member-price" className="product__member small">
        会员价 <Price fen={product.member.priceFen} size="s" /> <Text className="muted">{product.member.text}</Text>
      </View>
    )}
    <View className="product__title" level={2}>
      {product.title}
    </View>
    <View className="muted small">{product.subtitle}</View>
    {product.deal?.state === 'soon' && <WarmUp product={product} deal={product.deal} onEnd={onTime} />}
    {product.tags.length > 0 && (
      <View className="product__tags">
        {product.tags.map((tag) => (
          <Text key={tag} className="product__tag">
            {tag}
          </Text>
        ))}
      </View>
    )}
  </View>
);

const UsualPrice = ({ product }: { product: Product }) => (
  <View className="product__price">
    <Price fen={product.priceFen} size="l" from={product.maxPriceFen > product.priceFen} />
    {product.marketPriceFen !== null && product.marketPriceFen > product.priceFen && (
      <Text className="muted small">
        <Price fen={product.marketPriceFen} strike />
      </Text>
    )}
    {!inStock(product) && <Text className="product__soldout">已售罄</Text>}
  </View>
);

/** The table of facts: what is it, in a row each. */
const Params = ({ product: { brand, params } }: { product: Product }) => {
  const rows = [...(brand ? [{ name: '品牌', value: brand }] : []), ...params];
  return rows.length === 0 ? null : (
    <View id="params" className="product__params">
      {rows.map(({ name, value }) => (
        <View key={name} className="product__param">
          <Text className="muted">{name}</Text>
          <Text>{value}</Text>
        </View>
      ))}
    </View>
  );
};

const Details = ({ product }: { product: Product }) => (
  <View className="product__details">
    <View className="product__section" level={2}>
      商品详情
    </View>
    <Params product={product} />
    {product.detail.map((block, index) =>
      block.kind === 'text' ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no other identity
        <View key={index} className="product__text">
          {block.text}
        </View>
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no other identity
        <View key={index} className="product__picture">
          <Picture src={block.picture} ratio={ratioOf(block.picture) ?? 1.2} width={1080} />
        </View>
      ),
    )}
    <View className="product__section" level={2}>
      价格说明
    </View>
    <View className="product__text muted small">
      限时活动的划线价是活动前 7 日内这件商品的最低成交价（7
      日内没有成交的，为之前最后一次成交价）；其余划线价为商家给出的参考价。未划线的价格是现在的销售价，实际支付以订单结算页为准。
    </View>
  </View>
);

function Bar({ product, onOpen }: { product: Product; onOpen: (purpose: Purpose) => void }) {
  const count = useCartCount();
  const off = !inStock(product);
  const entry = (icon: IconName, text: string, page: 'home' | 'cart', badge = 0) => (
    <View id={icon === 'cart' ? 'cart-entry' : undefined} className="product__entry" onTap={() => go(page)}>
      <Icon name={icon} size={22} />
      <Text>{text}</Text>
      <Badge count={badge} />
    </View>
  );
  return (
    <BottomBar>
      {entry('home', '首页', 'home')}
      {entry('cart', '购物车', 'cart', count)}
      <View className="product__buttons">
        <Button id="add-cart" kind="soft" block disabled={off} onClick={() => onOpen('cart')}>
          加入购物车
        </Button>
        <Button id="buy-now" block disabled={off} onClick={() => onOpen('buy')}>
          {off ? '已售罄' : '立即购买'}
        </Button>
      </View>
    </BottomBar>
  );
}
