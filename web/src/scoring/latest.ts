/** Runs one job at a time and, of those that arrive meanwhile, only the last: what is shown is never behind by more than one. */
export class Latest {
    private running = false;
    private pending: (() => Promise<void>) | null = null;

    run(job: () => Promise<void>): void {
        this.pending = job;
        if (!this.running) void this.drain();
    }

    private async drain(): Promise<void> {
        this.running = true;
        try {
            while (this.pending) {
                const job = this.pending;
                this.pending = null;
                await job();
            }
        } finally {
            this.running = false;
        }
    }
}
