import type { ApiProblem } from '@jishi/api-client';
import { Text, View } from '../platform/elements';
import { needLogin } from '../session/session';
import { Button } from './Button';
import './Empty.scss';
import { Icon } from './Icon';

/** What happened, that nothing was lost, and the way on: a login when that is what is missing. */
export function Problem({ problem, onRetry }: { problem: ApiProblem; onRetry: () => unknown }) {
  const stranger = problem.status === 401;
  const title = stranger ? '登录后查看' : problem.status === 404 ? '没有找到' : '暂时没有加载出来';
  const signIn = () =>
    void needLogin().then((done) => {
      if (done) onRetry();
    });
  return (
    <View className="empty" role="alert">
      <View className="empty__circle">
        <Icon name={stranger ? 'user' : 'alert'} size={40} />
      </View>
      <Text className="empty__title">{title}</Text>
      <Text className="empty__text">{stranger ? '这里的内容只有您自己能看到' : problem.message}</Text>
      <View className="empty__action">
        <Button kind="soft" id="retry" onClick={stranger ? signIn : () => onRetry()}>
          {stranger ? '登录' : '再试一次'}
        </Button>
      </View>
    </View>
  );
}
