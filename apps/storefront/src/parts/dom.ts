export * from '../platform/elements';
