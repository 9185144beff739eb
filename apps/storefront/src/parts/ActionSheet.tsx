import { Modal, View } from '../platform/elements';
import './ActionSheet.scss';

interface ActionSheetProps {
  open: boolean;
  title: string;
  actions: readonly { text: string; danger?: boolean; onTap: () => void }[];
  onClose: () => void;
}
/** What can be done with something, one below the other, and the way out. */
export const ActionSheet = ({ open, title, actions, onClose }: ActionSheetProps) =>
  open ? (
    <Modal label={title} className="actions" onClose={onClose}>
      <View className="actions__title" level={2}>
        {title}
      </View>
      {actions.map(({ text, danger, onTap }) => (
        <View
          key={text}
          className={`actions__one ${danger ? 'actions__one--danger' : ''}`}
          onTap={() => {
            onClose();
            onTap();
          }}
        >
          {text}
        </View>
      ))}
      <View className="actions__one actions__out" onTap={onClose}>
        取消
      </View>
    </Modal>
  ) : null;
