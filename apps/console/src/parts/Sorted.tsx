import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors } from '@dnd-kit/core';
import {
  rectSortingStrategy,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import type { HTMLAttributes, ReactNode } from 'react';

interface SortedProps {
  /** In their present order. */
  ids: string[];
  /** The item `id` shall stand where `over` stands. */
  onMove: (id: string, over: string) => void;
  /** Items stand beside each other and wrap. */
  grid?: boolean;
  children: ReactNode;
}

const SPOKEN = {
  onDragStart: () => '已拿起。用方向键移动，空格放下，Esc 取消。',
  onDragOver: () => '已移动。',
  onDragEnd: () => '已放下。',
  onDragCancel: () => '已取消，回到原来的位置。',
};

/** A list whose items are put in order by mouse, finger, or keyboard (space, arrows, space); each is a `SortedItem`. */
export function Sorted({ ids, onMove, grid = false, children }: SortedProps) {
  const sensors = useSensors(
    // A few pixels first: a click on what lies in the item stays a click.
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{ announcements: SPOKEN, screenReaderInstructions: { draggable: '按空格拿起，再用方向键移动。' } }}
      onDragEnd={({ active, over }) => {
        if (over && over.id !== active.id) onMove(String(active.id), String(over.id));
      }}
    >
      <SortableContext items={ids} strategy={grid ? rectSortingStrategy : verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  );
}

/** What makes an element the handle by which its item is moved. */
export type Handle = Pick<HTMLAttributes<HTMLElement>, 'role' | 'tabIndex'> & Record<string, unknown>;

interface ItemProps {
  id: string;
  className?: string;
  children: (handle: Handle) => ReactNode;
}
export function SortedItem({ id, className, children }: ItemProps) {
  const { setNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({ id });
  const { role: _role, ...described } = attributes;
  return (
    <div
      ref={setNodeRef}
      {...(className ? { className } : {})}
      style={{
        transform: CSS.Translate.toString(transform),
        ...(transition ? { transition } : {}),
        ...(isDragging ? { opacity: 0.5, position: 'relative', zIndex: 1 } : {}),
      }}
    >
      {children({ ...described, ...listeners, style: { touchAction: 'none', cursor: 'grab' } })}
    </div>
  );
}
