import type { Pages } from '@jishi/api-client/react';
import { Button } from '../parts/Button';
import { Problem } from '../parts/Problem';
import { Skeleton } from '../parts/Skeleton';
import { Text, View } from '../platform/elements';
import './ListFoot.scss';

/** What stands below the items of a list: the next ones on their way, or why they have not come and 重试. */
export function ListFoot({ list, shape = 'rows' }: { list: Pages<unknown>; shape?: 'rows' | 'goods' }) {
  if (list.loading) return <Skeleton shape={shape} rows={shape === 'goods' ? 6 : 4} />;
  if (list.loadingMore) return <Skeleton shape={shape} rows={shape === 'goods' ? 2 : 1} />;
  if (list.problem && list.items.length === 0) return <Problem problem={list.problem} onRetry={list.retry} />;
  if (!list.moreProblem) return null;
  return (
    <View className="list-foot" role="alert">
      <Text>后面的内容没有加载出来</Text>
      <Button id="retry-more" size="s" kind="soft" onClick={list.retry}>
        重试
      </Button>
    </View>
  );
}
