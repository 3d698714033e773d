/** Steps that can be undone and done again. */
export class History<State> {
    private readonly past: State[] = [];
    private readonly future: State[] = [];
    private lastKind = '';

    constructor(
        private state: State,
        private readonly longest = 200,
    ) {}

    get current(): State {
        return this.state;
    }

    get canUndo(): boolean {
        return this.past.length > 0;
    }

    get canRedo(): boolean {
        return this.future.length > 0;
    }

    /** Goes on to another state. Steps of one kind that follow each other, such as those of a slider, are undone together. */
    push(state: State, kind = ''): void {
        if (state === this.state) return;
        if (kind === '' || kind !== this.lastKind) this.past.push(this.state);
        if (this.past.length > this.longest) this.past.shift();
        this.state = state;
        this.lastKind = kind;
        this.future.length = 0;
    }

    undo(): void {
        const former = this.past.pop();
        if (former === undefined) return;
        this.future.push(this.state);
        this.state = former;
        this.lastKind = '';
    }

    redo(): void {
        const next = this.future.pop();
        if (next === undefined) return;
        this.past.push(this.state);
        this.state = next;
        this.lastKind = '';
    }
}
