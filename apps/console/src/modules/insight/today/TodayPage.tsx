import type { ReplyOf } from '@jishi/api-client';
import { getToday } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Hint } from '../../../parts/Hint.tsx';
import { Money } from '../../../parts/Money.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { chinaClock, chinaHour } from '../../../parts/when.ts';
import { type Permission, useStaff } from '../../../session.tsx';
import { ShopCode, shopUrl } from '../../../shell/ShopCode.tsx';
import { changePercent } from './compare.ts';
import { HoursChart } from './HoursChart.tsx';
import { type Checklist, OpeningList, useChecklist } from './OpeningList.tsx';
import { UsualDay } from './UsualDay.tsx';

type Today = ReplyOf<'getToday'>;

/** What needs a hand now, and how today goes against yesterday up to the same time. */
export function TodayPage() {
  const { staff } = useStaff();
  const today = useAsk(getToday, {}, { every: 60_000 });
  // Drawn together: a list that came later would push away what somebody is about to click.
  const { checklist, isComing } = useChecklist();
  const at = today.data && new Date(today.data.at);
  return (
    <PageFrame
      title="今日"
      sub={`${greeting(chinaHour(new Date()))}，${staff.name}。${at ? `数据截至 ${chinaClock(at)}，每分钟更新。` : ''}`}
    >
      <ProblemAlert problem={today.error} onRetry={today.refetch} />
      {(today.isPending || isComing) && <Skeleton active paragraph={{ rows: 10 }} />}
      {today.data && !isComing && <TodayBody data={today.data} checklist={checklist} />}
    </PageFrame>
  );
}

function TodayBody({ data, checklist }: { data: Today; checklist: Checklist | undefined }) {
  return (
    <>
      {checklist && <OpeningList checklist={checklist} />}
      <ToDo data={data} />
      <div className="today-grid">
        <section className="panel" aria-labelledby="today-figures">
          <h2 id="today-figures">
            今天怎么样
            <Hint text="昨日数据只算到同一时刻，便于直接比较。" />
          </h2>
          <Figures data={data} />
          <UsualDay todayFen={data.today.gmvFen} />
          <HoursChart hours={data.hours} nowHour={chinaHour(new Date(data.at))} />
        </section>
        <ShopPanel />
      </div>
    </>
  );
}

interface Task {
  label: string;
  count: number;
  to: string;
  hint: string;
  urgent?: boolean;
  needs: Permission;
}

const tasksOf = (data: Today): Task[] => [
  {
    label: '待发货',
    count: data.toShip,
    to: '/orders?state=paid',
    hint: '已付款、还没有发出的订单。',
    needs: 'order:read',
  },
  ...(data.lateToShip > 0
    ? [
        {
          label: '超时未发货',
          count: data.lateToShip,
          to: '/orders?state=paid&late=true',
          hint: '过了承诺的发货时间还没有发出的订单：现货 48 小时，预售按商品写明的时间。买家可以随时退款，微信也会限制超时的商家。',
          urgent: true,
          needs: 'order:read' as const,
        },
      ]
    : []),
  {
    label: '待处理售后',
    count: data.refundsToHandle,
    to: '/refunds?state=requested',
    hint: '买家提出、等您同意或拒绝的退款。请在 24 小时内处理。',
    needs: 'order:read',
  },
  {
    label: '退款失败',
    count: data.failedRefunds,
    to: '/refunds?state=failed',
    hint: '微信支付没有退成的款项，包括重复付款和关闭后的付款。请查看原因后重试，或线下退款后登记。',
    urgent: true,
    needs: 'order:read',
  },
  {
    label: '库存告急',
    count: data.lowStock,
    to: '/stock?low=true',
    hint: '可售数量不高于预警线的规格，预警线在店铺设置里调整。',
    needs: 'stock:read',
  },
  {
    label: '对账差异',
    count: data.differences,
    to: '/reconciliation',
    hint: '我方账本与微信账单不一致的笔数。',
    urgent: true,
    needs: 'finance:read',
  },
  // Rare: named only when there is something to do.
  ...(data.backupMissed
    ? [
        {
          label: '备份异常',
          count: 1,
          to: '/settings/tasks',
          hint: '最近一次备份失败，或已超过 36 小时没有备份。',
          urgent: true,
          needs: 'settings:read' as const,
        },
      ]
    : []),
  ...(data.guessers > 0
    ? [
        {
          label: '后台密码被猜测',
          count: data.guessers,
          to: '/settings/audit',
          hint: '过去 24 小时内，连续输错员工密码五次以上的来源数。不是自己人输错的话，请检查密码强度，开启动态验证码，或限制登录地址。',
          urgent: true,
          needs: 'audit:read' as const,
        },
      ]
    : []),
  ...(data.stuckJobs > 0
    ? [
        {
          label: '后台任务失败',
          count: data.stuckJobs,
          to: '/settings/tasks',
          hint: '系统多次自动重试仍未成功的任务，查看原因后可以手动重试。',
          urgent: true,
          needs: 'settings:read' as const,
        },
      ]
    : []),
];

function ToDo({ data }: { data: Today }) {
  const { can } = useStaff();
  const tasks = tasksOf(data).filter(({ needs }) => can(needs));
  const open = tasks.some(({ count }) => count > 0);
  return (
    <section className="panel" aria-labelledby="today-tasks">
      <h2 id="today-tasks">
        {open ? '待您处理' : '都处理好了'}
        {!open && <span className="quiet h2-aside">没有需要马上处理的事。</span>}
      </h2>
      <div className="tasks">
        {tasks.map((task) => (
          <Link key={task.label} to={task.to} className={taskClass(task)} title={task.hint}>
            <span className="task-count num">{task.count.toLocaleString('en-US')}</span>
            <span className="task-label">{task.label}</span>
          </Link>
        ))}
      </div>
    </section>
  );
}

const taskClass = ({ count, urgent }: Task): string => (count === 0 ? 'task done' : urgent ? 'task urgent' : 'task');

interface Figure {
  label: string;
  hint: string;
  now: number;
  before: number;
  show: (value: number) => ReactNode;
  /** More is worse. */
  inverse?: boolean;
}

function Figures({ data: { today, yesterday } }: { data: Today }) {
  const fen = (value: number) => <Money fen={value} />;
  const count = (value: number) => <span className="num">{value.toLocaleString('en-US')}</span>;
  const figures: Figure[] = [
    {
      label: '成交额',
      hint: '今天付款成功的订单实付总额（含运费），退款不扣减。',
      now: today.gmvFen,
      before: yesterday.gmvFen,
      show: fen,
    },
    {
      label: '付款订单',
      hint: '今天付款成功的订单数。',
      now: today.paidOrders,
      before: yesterday.paidOrders,
      show: count,
    },
    {
      label: '付款人数',
      hint: '今天付过款的买家，同一人只算一次。',
      now: today.buyers,
      before: yesterday.buyers,
      show: count,
    },
    {
      label: '客单价',
      hint: '成交额 ÷ 付款订单数。',
      now: today.averageOrderFen,
      before: yesterday.averageOrderFen,
      show: fen,
    },
    {
      label: '退款额',
      hint: '今天退款成功的金额，不论订单是哪天付的。',
      now: today.refundedFen,
      before: yesterday.refundedFen,
      show: fen,
      inverse: true,
    },
  ];
  return (
    <dl className="figures">
      {figures.map((figure) => (
        <div key={figure.label} className="figure">
          <dt>
            {figure.label}
            <Hint text={figure.hint} />
          </dt>
          <dd className="figure-now">{figure.show(figure.now)}</dd>
          <dd className="figure-before">
            昨日 {figure.show(figure.before)} <Change {...figure} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Change({ now, before, inverse }: Figure) {
  const percent = changePercent(now, before);
  if (percent === null || percent === 0) return <span className="quiet">{percent === 0 ? '持平' : ''}</span>;
  const good = percent > 0 !== Boolean(inverse);
  return (
    <span className={good ? 'change good' : 'change bad'}>
      {percent > 0 ? '↑' : '↓'} {Math.abs(percent)}%
    </span>
  );
}

const ShopPanel = () => (
  <section className="panel shop-panel" aria-labelledby="today-shop">
    <h2 id="today-shop">手机看店</h2>
    <ShopCode size={176} />
    <p className="quiet">微信或浏览器扫码，看买家看到的样子。</p>
    <Button href={shopUrl()} target="_blank" rel="noreferrer">
      在浏览器打开
    </Button>
  </section>
);

const greeting = (hour: number): string =>
  hour < 5 ? '夜深了' : hour < 11 ? '早上好' : hour < 14 ? '中午好' : hour < 18 ? '下午好' : '晚上好';
