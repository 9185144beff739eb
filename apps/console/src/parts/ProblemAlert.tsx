import { ApiProblem } from '@jishi/api-client';
import { Alert, Button } from 'antd';

/** What went wrong, that nothing was lost, and a way to try again. Shows nothing without a problem. */
export function ProblemAlert({ problem, onRetry }: { problem: unknown; onRetry?: () => unknown }) {
  if (!problem) return null;
  const text = problem instanceof Error && problem.message ? problem.message : '出了点问题，请稍后重试';
  const number = problem instanceof ApiProblem ? problem.problem?.requestId : undefined;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={text}
      description={number && <span className="quiet">请求编号 {number}</span>}
      action={
        onRetry && (
          <Button size="small" onClick={() => onRetry()}>
            重试
          </Button>
        )
      }
    />
  );
}
