import { go } from '../nav';
import { Text, View } from '../platform/elements';
import { useCartCount } from '../session/cart-count';
import { Badge } from './Badge';
import { Icon, type IconName } from './Icon';
import './TabBar.scss';

const TABS: { key: 'home' | 'category' | 'cart' | 'me'; text: string; icon: IconName }[] = [
  { key: 'home', text: '首页', icon: 'home' },
  { key: 'category', text: '分类', icon: 'grid' },
  { key: 'cart', text: '购物车', icon: 'cart' },
  { key: 'me', text: '我的', icon: 'user' },
];

/** The tab bar of the browser. */
export function TabBar({ at }: { at: 'home' | 'category' | 'cart' | 'me' }) {
  const count = useCartCount();
  return (
    <View className="tab-bar" role="navigation">
      {TABS.map(({ key, text, icon }) => (
        <View
          key={key}
          id={`${key}-tab`}
          className={`tab-bar__tab ${key === at ? 'tab-bar__tab--on' : ''}`}
          onTap={() => key !== at && go(key)}
          label={key === 'cart' && count > 0 ? `${text}，${count} 件` : text}
        >
          <Icon name={icon} size={24} />
          <Text>{text}</Text>
          {key === 'cart' && <Badge count={count} />}
        </View>
      ))}
    </View>
  );
}
