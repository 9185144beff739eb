import { useAsk } from '@jishi/api-client/react';
import { listServices } from '@jishi/api-client/shop';
import { useState } from 'react';
import { Icon } from '../../../parts/Icon';
import { Sheet } from '../../../parts/Sheet';
import { Text, View } from '../../../platform/elements';

const FRESH_MS = 300_000;

/** What is promised with a product; a tap says what it means. */
export function Services({ services }: { services: string[] }) {
  const [open, setOpen] = useState(false);
  const told = useAsk(listServices, open ? {} : null, { staleTime: FRESH_MS }).data?.items ?? [];
  return (
    <>
      <View id="services" className="product__services" onTap={() => setOpen(true)}>
        {services.map((service) => (
          <Text key={service} className="product__service">
            <Icon name="shield" size={14} /> {service}
          </Text>
        ))}
      </View>
      <Sheet open={open} title="服务说明" onClose={() => setOpen(false)}>
        {services.map((service) => (
          <View key={service} className="product__promise">
            <View>
              <Icon name="shield" size={16} /> {service}
            </View>
            <View className="muted small">{told.find(({ name }) => name === service)?.note}</View>
          </View>
        ))}
      </Sheet>
    </>
  );
}
