import type { ReplyOf } from '@jishi/api-client';
import { clearDemo, dismissChecklist, getChecklist } from '@jishi/api-client/admin';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Button } from 'antd';
import { Link } from 'react-router';
import { ask, tell, tellProblem } from '../../../parts/ask.ts';
import { useStaff } from '../../../session.tsx';
import css from './opening.module.css';

export type Checklist = ReplyOf<'getChecklist'>;
type Task = Checklist['tasks'][number]['name'];
/** What each task is called, why it matters, and where it is done. */
const TASKS: Record<Task, { title: string; text: string; to: string }> = {
  look: { title: '换上自己的店标', text: '店铺设置里上传店标、选主题色。', to: '/settings/shop' },
  goods: { title: '上架第一件商品', text: '填好标题、价格、图片和库存，然后上架。', to: '/goods/new' },
  freight: { title: '核对运费和自动关单时间', text: '看一遍店铺设置并保存。', to: '/settings/shop' },
  licence: { title: '公示营业执照', text: '法律要求在店铺里公示执照信息。', to: '/settings/shop' },
  wechat: { title: '接入微信小程序和微信支付', text: '分三步填写，保存前会到微信实际试一次。', to: '/settings/wechat' },
  official: { title: '接入公众号', text: '在微信里打开网页的买家才能登录和付款。', to: '/settings/wechat' },
  sms: { title: '开通短信登录', text: '手机和电脑浏览器里的买家用验证码登录。', to: '/settings/wechat' },
  domain: { title: '使用自己的域名和 HTTPS', text: '在服务器上设置 PUBLIC_URL，见运维手册。', to: '' },
  paid: { title: '完成第一笔付款', text: '自己下一单、付款，再退掉，走通全程。', to: '/orders' },
  'second-factor': { title: '给店主账号绑定动态验证码', text: '密码泄露时，别人也进不来。', to: '/account' },
  backup: { title: '做好备份', text: '设置 BACKUP_PASSPHRASE 后每晚自动备份，见运维手册。', to: '' },
};

/** The list, and whether it is still under way for somebody who may read it. */
export function useChecklist(): { checklist: Checklist | undefined; isComing: boolean } {
  const isReader = useStaff().can('settings:read');
  const { data, isPending } = useAsk(getChecklist, {}, { every: 60_000, enabled: isReader });
  return { checklist: data, isComing: isReader && isPending };
}

/** What the shop still lacks before it can sell; here until all is done, or until somebody puts it away. */
export function OpeningList({ checklist: { tasks, dismissed, demo } }: { checklist: Checklist }) {
  const { can } = useStaff();
  const change = useChanges();
  const left = tasks.filter((task) => !task.done).length;
  if (dismissed && !demo) return null;
  const putAway = async () => {
    const text = left > 0 ? `还有 ${left} 项没有完成，收起后不再显示。` : '全部完成，收起后不再显示。';
    if (!(await ask({ title: '收起开店清单？', text, okText: '收起' }))) return;
    await change(dismissChecklist, {}).catch(tellProblem);
  };
  return (
    <section className="panel" aria-labelledby="opening-list">
      {!dismissed && (
        <>
          <h2 id="opening-list">
            开店清单
            <span className="quiet h2-aside">{left === 0 ? '全部完成，可以开门了。' : `还差 ${left} 项`}</span>
          </h2>
          <progress className={css.progress} value={tasks.length - left} max={tasks.length} aria-label="开店进度" />
          <ul className={css.tasks}>
            {tasks.map(({ name, done }) => (
              <li key={name} className={done ? css.done : undefined} id={`task-${name}`}>
                <span aria-hidden="true" className={css.mark}>
                  {done ? '✓' : ''}
                </span>
                <span>
                  {TASKS[name].to && !done ? <Link to={TASKS[name].to}>{TASKS[name].title}</Link> : TASKS[name].title}
                  <span className={css.heard}>{done ? '（已完成）' : '（未完成）'}</span>
                  {!done && <span className={css.text}>{TASKS[name].text}</span>}
                </span>
              </li>
            ))}
          </ul>
          {can('settings:write') && (
            <Button size="small" id="opening-dismiss" onClick={() => void putAway()}>
              收起清单
            </Button>
          )}
        </>
      )}
      {demo && <DemoLeft demo={demo} />}
    </section>
  );
}

/** What the demo put into the shop, and the button that takes it away. */
function DemoLeft({ demo }: { demo: NonNullable<Checklist['demo']> }) {
  const { can } = useStaff();
  const change = useChanges();
  const { goods, categories, coupons, campaigns } = demo;
  const what = `${goods} 件演示商品、${categories} 个分类、${coupons} 张优惠券、${campaigns} 个活动`;
  const clear = async () => {
    const text = `将清空${what}，以及演示的轮播图、公告和客服电话。有过订单的商品只下架，优惠券和活动停止后留作记录；您自己添加的商品、已有的订单、顾客和账目都保留，演示商品的库存会记一笔出库。不能恢复。`;
    if (!(await ask({ title: '清空演示数据？', text, okText: '清空', danger: true }))) return;
    try {
      await change(clearDemo, {});
      tell('正在清空，完成后这里会消失');
    } catch (problem) {
      tellProblem(problem);
    }
  };
  if (demo.state === 'clearing')
    return (
      <p className={css.demo} role="status">
        正在清空演示数据，还剩 {what}。
      </p>
    );
  return (
    <p className={css.demo}>
      店里还有 {what}。开门营业前可以一次清空。
      {can('settings:write') && (
        <Button size="small" danger id="demo-clear" onClick={() => void clear()}>
          清空演示数据
        </Button>
      )}
    </p>
  );
}
