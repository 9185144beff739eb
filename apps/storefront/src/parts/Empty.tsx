import { Text, View } from '../platform/elements';
import { Button } from './Button';
import { Icon, type IconName } from './Icon';
import './Empty.scss';

interface EmptyProps {
  title: string;
  text?: string;
  icon?: IconName;
  /** The next step that makes sense here. */
  action?: { text: string; onClick: () => void; id?: string };
  /** Another step beside it. */
  more?: { text: string; onClick: () => void; id: string };
}
/** What a list shows when there is nothing in it. */
export const Empty = ({ title, text, icon = 'box', action, more }: EmptyProps) => (
  <View className="empty">
    <View className="empty__circle">
      <Icon name={icon} size={40} />
    </View>
    <Text className="empty__title">{title}</Text>
    {text && <Text className="empty__text">{text}</Text>}
    {action && (
      <View className="empty__action">
        <Button kind="soft" id={action.id ?? 'empty-next'} onClick={action.onClick}>
          {action.text}
        </Button>
        {more && (
          <Button kind="text" id={more.id} onClick={more.onClick}>
            {more.text}
          </Button>
        )}
      </View>
    )}
  </View>
);
