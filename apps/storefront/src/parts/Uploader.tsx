import { Text, View } from '../platform/elements';
import { Icon } from './Icon';
import { Picture } from './Picture';
import './Uploader.scss';

interface UploaderProps {
  id: string;
  label: string;
  /** Addresses of the pictures that have come. */
  pictures: readonly string[];
  most: number;
  /** How many are on their way. */
  coming: number;
  onAdd: () => void;
  onRemove: (picture: string) => void;
}
/** Pictures in a row of squares, each with a way to take it back, and a square to add more while there is room. */
export const Uploader = ({ id, label, pictures, most, coming, onAdd, onRemove }: UploaderProps) => (
  <View className="uploader" role="group" label={label}>
    {pictures.map((picture, index) => (
      <View key={picture} className="uploader__square">
        <Picture src={picture} alt={`${label} 第 ${index + 1} 张`} />
        <View className="uploader__remove" label={`去掉第 ${index + 1} 张`} onTap={() => onRemove(picture)}>
          <Icon name="close" size={12} />
        </View>
      </View>
    ))}
    {Array.from({ length: coming }, (_, n) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: what is on its way has no other identity
      <View key={n} className="uploader__square uploader__square--coming" role="status" label="正在上传" />
    ))}
    {pictures.length + coming < most && (
      <View id={id} className="uploader__square uploader__add" label={`添加${label}`} onTap={onAdd}>
        <Icon name="plus" size={22} />
        <Text className="uploader__count">
          {pictures.length}/{most}
        </Text>
      </View>
    )}
  </View>
);
