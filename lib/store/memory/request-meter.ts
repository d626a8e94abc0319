import type { RequestMeter } from '../../ports/request-meter.ts';

/** For one process. */
export class MemoryRequestMeter implements RequestMeter {
  private readonly taken = new Map<string, { readonly minute: number; readonly count: number }>();

  async take(project: string, minute: number, most: number): Promise<boolean> {
    const last = this.taken.get(project);
    const current = last && last.minute >= minute ? last : { minute, count: 0 };
    if (current.count >= most) return false;
    this.taken.set(project, { ...current, count: current.count + 1 });
    return true;
  }
}
