import { type CSSProperties, type ReactNode, useState } from 'react';
import { Text, View } from '../../platform/elements';
import { themeVariables } from '../../theme/tokens';
import { ActionSheet } from '../ActionSheet';
import { Avatar } from '../Avatar';
import { Badge } from '../Badge';
import { Button } from '../Button';
import { Chips } from '../Chips';
import { CountDown } from '../CountDown';
import { Coupon } from '../Coupon';
import { Empty } from '../Empty';
import { Icon } from '../Icon';
import { ICON_NAMES } from '../icon-names';
import { Notice } from '../Notice';
import { Price } from '../Price';
import { Progress } from '../Progress';
import { Rating } from '../Rating';
import { Screen } from '../Screen';
import { Sheet } from '../Sheet';
import { Skeleton } from '../Skeleton';
import { Stepper } from '../Stepper';
import { Steps } from '../Steps';
import { Tabs } from '../Tabs';
import { Tag } from '../Tag';
import { Checkbox, Radios, Switch } from '../Toggle';
import { confirmAsk, toast } from '../toast';
import './GalleryPage.scss';

const COLOURS = ['#d2452d', '#ffd400', '#07a35a', '#2f54eb', '#111111'];
const MODES = ['light', 'dark'] as const;
const CHIPS = ['质量好', '发货快', '包装完好'];
const HOUR_MS = 3_600_000;
const endsAt = new Date(Date.now() + 50 * HOUR_MS).toISOString();

/** Every part in every state, for who builds pages: in the light, in the dark, in a few shops' colours. No page of the shop leads here. */
export function GalleryPage() {
  const [colour, setColour] = useState(COLOURS[0] ?? '');
  return (
    <Screen title="组件" className="gallery">
      <Tabs
        id="gallery"
        label="品牌色"
        tabs={COLOURS.map((c) => ({ key: c, text: c }))}
        at={colour}
        onChange={setColour}
      />
      {MODES.map((mode) => (
        <View
          key={mode}
          className={`gallery__mode theme theme--${mode}`}
          style={themeVariables(colour) as CSSProperties}
        >
          <Words />
          <Choices id={mode} />
          <Overlying id={mode} />
        </View>
      ))}
    </Screen>
  );
}

const Block = ({ title, children }: { title: string; children: ReactNode }) => (
  <View className="gallery__block">
    <View className="gallery__title" level={2}>
      {title}
    </View>
    {children}
  </View>
);

const Words = () => (
  <>
    <Block title="Button">
      <View className="gallery__row">
        {(['primary', 'soft', 'plain', 'text', 'danger'] as const).map((kind) => (
          <Button key={kind} kind={kind} onClick={() => toast(kind)}>
            {kind}
          </Button>
        ))}
        <Button size="s" onClick={() => {}}>
          small
        </Button>
        <Button busy onClick={() => {}}>
          busy
        </Button>
        <Button disabled onClick={() => {}}>
          disabled
        </Button>
      </View>
    </Block>
    <Block title="Price">
      <View className="gallery__row">
        <Price fen={132_950} size="l" from />
        <Price fen={5990} strike />
        <Price fen={1_329_00} exact />
        <Price fen={-500} plain size="s" />
      </View>
    </Block>
    <Block title="Tag · Badge · Avatar · Icon">
      <View className="gallery__row">
        {(['brand', 'plain', 'success', 'warn', 'danger'] as const).map((tone) => (
          <Tag key={tone} tone={tone}>
            {tone}
          </Tag>
        ))}
        <View className="gallery__badge">
          <Icon name="cart" />
          <Badge count={120} />
        </View>
        <Avatar name="小满" />
      </View>
      <View className="gallery__row">
        {ICON_NAMES.map((name) => (
          <Icon key={name} name={name} size={22} />
        ))}
      </View>
    </Block>
    <Block title="Notice · Coupon · CountDown · Progress · Steps">
      <Notice text="全场满 99 元包邮" onTap={() => toast('notice')} />
      <Notice text="订单还没有付款" tone="warn" icon="clock" />
      <Coupon
        off={1000}
        condition="满 99 元可用"
        title="新人券"
        text="12 月 31 日前有效"
        action={{ text: '领取', onTap: () => toast('已领取') }}
      />
      <Coupon off={500} condition="无门槛" title="会员券" text="" trouble="再买 11 元可用" />
      <CountDown endsAt={endsAt} />
      <Progress value={0.4} label="已拼 40%" />
      <Steps steps={['付款', '发货', '收货']} at={1} />
    </Block>
    <Block title="Skeleton · Empty">
      <Skeleton rows={1} />
      <Empty title="还没有订单" text="去挑几件喜欢的" action={{ text: '去逛逛', onClick: () => {}, id: '' }} />
    </Block>
  </>
);

function Choices({ id }: { id: string }) {
  const [ticked, setTicked] = useState(true);
  const [chip, setChip] = useState(CHIPS[0] ?? '');
  const [on, setOn] = useState(false);
  const [one, setOne] = useState('a');
  const [stars, setStars] = useState(4);
  const [pieces, setPieces] = useState(2);
  return (
    <Block title="Checkbox · Radios · Chips · Switch · Rating · Stepper">
      <Chips label="印象" chips={CHIPS} on={[chip]} onTap={setChip} />
      <Checkbox on={ticked} onChange={setTicked}>
        全选
      </Checkbox>
      <Radios
        label="退款原因"
        options={[
          { key: 'a', text: '不想要了' },
          { key: 'b', text: '拍错了' },
        ]}
        at={one}
        onChange={setOne}
      />
      <Switch on={on} onChange={setOn}>
        设为默认地址
      </Switch>
      <Rating value={stars} label="评分" onChange={setStars} />
      <Rating value={3} label="商品评分" />
      <View className="gallery__row">
        <Stepper id={`gallery-${id}`} value={pieces} max={9} onChange={setPieces} />
        <Text className="muted">{pieces} / 9</Text>
      </View>
    </Block>
  );
}

function Overlying({ id }: { id: string }) {
  const [open, setOpen] = useState<'sheet' | 'actions'>();
  const close = () => setOpen(undefined);
  return (
    <Block title="Sheet · ActionSheet · Dialog · Toast">
      <View className="gallery__row">
        <Button id={`${id}-sheet`} kind="plain" size="s" onClick={() => setOpen('sheet')}>
          Sheet
        </Button>
        <Button id={`${id}-actions`} kind="plain" size="s" onClick={() => setOpen('actions')}>
          ActionSheet
        </Button>
        <Button
          kind="plain"
          size="s"
          onClick={() => void confirmAsk({ title: '确认已收到商品？', text: '确认后交易完成' })}
        >
          Dialog
        </Button>
        <Button kind="plain" size="s" onClick={() => toast('已保存')}>
          Toast
        </Button>
      </View>
      <Sheet open={open === 'sheet'} title="选择规格" onClose={close}>
        <Text>焦点留在这里，返回键先关掉它。</Text>
      </Sheet>
      <ActionSheet
        open={open === 'actions'}
        title="这个订单"
        actions={[
          { text: '再次购买', onTap: () => toast('再次购买') },
          { text: '删除订单', danger: true, onTap: () => toast('删除订单') },
        ]}
        onClose={close}
      />
    </Block>
  );
}
