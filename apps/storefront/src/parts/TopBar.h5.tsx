import { useEffect } from 'react';
import { back } from '../nav';
import { Text, View } from '../platform/elements';
import { Icon } from './Icon';
import './TopBar.scss';

/** Title and way back in a browser. */
export function TopBar({ title, root, shopName }: { title: string; root: boolean; shopName: string | undefined }) {
  useEffect(() => {
    document.title = shopName && shopName !== title ? `${title} · ${shopName}` : title;
  }, [title, shopName]);
  return (
    <View className="top-bar" role="banner">
      {!root && (
        <View className="top-bar__back" onTap={back} label="返回">
          <Icon name="back" size={22} />
        </View>
      )}
      <Text className="top-bar__title one-line" level={1}>
        {title}
      </Text>
    </View>
  );
}
