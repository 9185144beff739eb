import type { ApiProblem } from '@jishi/api-client';
import { Button } from './Button';
import { Text, View } from './dom';
import './Empty.scss';
import { Icon } from './Icon';

/** What happened, that nothing was lost, and the way on. */
export const Problem = ({ problem, onRetry }: { problem: ApiProblem; onRetry: () => void }) => (
  <View className="empty" role="alert">
    <View className="empty__circle">
      <Icon name="alert" size={40} />
    </View>
    <Text className="empty__title">{problem.status === 404 ? '没有找到' : '暂时没有加载出来'}</Text>
    <Text className="empty__text">{problem.message}</Text>
    <View className="empty__action">
      <Button kind="soft" id="retry" onClick={onRetry}>
        再试一次
      </Button>
    </View>
  </View>
);
