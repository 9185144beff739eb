import { useEffect, useState } from 'react';
import { View } from '../parts/dom';
import { Sheet } from '../parts/Sheet';
import { Skeleton } from '../parts/Skeleton';
import { loadRegions, type Regions } from './regions';
import './RegionSheet.scss';

export interface Region {
  province: string;
  city: string;
  district: string;
}
interface RegionSheetProps {
  open: boolean;
  value: Region;
  onClose: () => void;
  onChoose: (region: Region) => void;
}
const STEPS = ['省份', '城市', '区县'] as const;

/** Province, city and district, one list after the other. */
export function RegionSheet({ open, value, onClose, onChoose }: RegionSheetProps) {
  const [regions, setRegions] = useState<Regions>();
  const [path, setPath] = useState<string[]>([]);
  useEffect(() => {
    if (!open) return;
    setPath([value.province, value.city].filter(Boolean));
    void loadRegions().then(setRegions);
  }, [open, value.province, value.city]);
  const [province = '', city = ''] = path;
  const lists = [Object.keys(regions ?? {}), Object.keys(regions?.[province] ?? {}), regions?.[province]?.[city] ?? []];
  const step = Math.min(path.length, 2);
  const pick = (name: string) => {
    if (step === 2) {
      onChoose({ province, city, district: name });
      return onClose();
    }
    const cities = step === 0 ? Object.keys(regions?.[name] ?? {}) : [];
    // A municipality has one city, itself: nobody chooses that.
    setPath(step === 0 ? (cities.length === 1 ? [name, cities[0] ?? ''] : [name]) : [province, name]);
  };
  return (
    <Sheet open={open} title="选择所在地区" onClose={onClose}>
      <View className="region__steps">
        {STEPS.map((text, index) => (
          <View
            key={text}
            className={`region__step ${index === step ? 'region__step--on' : ''}`}
            disabled={index > path.length}
            onTap={() => setPath(path.slice(0, index))}
          >
            {path[index] || text}
          </View>
        ))}
      </View>
      {!regions && <Skeleton rows={2} />}
      <View className="region__list">
        {(lists[step] ?? []).map((name) => (
          <View key={name} className="region__one" onTap={() => pick(name)}>
            {name}
          </View>
        ))}
      </View>
    </Sheet>
  );
}
