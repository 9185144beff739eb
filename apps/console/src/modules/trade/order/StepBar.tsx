import { Alert, Button, Steps } from 'antd';
import { useStaff } from '../../../session.tsx';
import { nextStep, stepsDone } from './order-steps.ts';
import type { Order } from './order-words.ts';
import css from './StepBar.module.css';

/** Under this id the order's page shows its refunds. */
export const REFUNDS_ID = 'order-refunds';

/** How far an order is, and what comes next with the button for it. */
export function StepBar({ order, onShip }: { order: Order; onShip: () => void }) {
  const { can } = useStaff();
  const next = nextStep(order);
  const isOver = order.state === 'closed' || order.state === 'refunded';
  return (
    <section className={`panel ${css.bar}`} aria-label="进度">
      <Steps
        size="small"
        responsive={false}
        current={stepsDone(order)}
        status={isOver ? 'error' : 'process'}
        items={['下单', '付款', '发货', '收货'].map((title) => ({ title }))}
        className={css.steps}
      />
      <Alert
        type={next.tone}
        showIcon
        title={next.text}
        action={
          next.go === 'ship' && can('order:ship') ? (
            <Button id="ship-open" type="primary" size="small" onClick={onShip}>
              发货
            </Button>
          ) : next.go === 'refunds' ? (
            <Button
              size="small"
              onClick={() => document.getElementById(REFUNDS_ID)?.scrollIntoView({ behavior: 'smooth' })}
            >
              去处理
            </Button>
          ) : null
        }
      />
    </section>
  );
}
