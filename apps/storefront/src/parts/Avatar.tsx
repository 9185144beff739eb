import { Image, View } from '../platform/elements';
import { Icon } from './Icon';
import './Avatar.scss';

/** A person's picture in a circle of `size` px; a figure where there is none. */
export const Avatar = ({ src, name = '', size = 44 }: { src?: string | null; name?: string; size?: number }) => (
  <View className="avatar" style={{ width: `${size}px`, height: `${size}px` }}>
    {src ? <Image src={src} className="avatar__face" alt={name} /> : <Icon name="user" size={Math.round(size / 2)} />}
  </View>
);
