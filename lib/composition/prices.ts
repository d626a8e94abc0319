import { PriceList } from '../domain/quota/price.ts';
import { readDocument } from './setting-document.ts';

/** What nodes cost. Undefined where nothing is said: then no money is counted. */
export const readPrices = (setting: string): PriceList | undefined =>
  setting.trim() === '' ? undefined : readDocument('COPPICE_PRICES', setting, PriceList);
