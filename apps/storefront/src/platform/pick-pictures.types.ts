import type { LocalFile } from '@jishi/api-client';

/** A picture of the shopper's, as `uploadShopperPicture` takes it. */
export type Picked = { form: FormData } | { file: LocalFile };
/** Lets the shopper choose pictures or take one, `most` at once; none when they change their mind. */
export type PickPictures = (most: number) => Promise<Picked[]>;
