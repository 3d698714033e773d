namespace MaskClip.World.Drawing;

/// <summary>Repeatable chance from integers alone (SplitMix64): the same throws on every machine.</summary>
internal sealed class Dice(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong state = seed;

    /// <summary>A dice of its own for each purpose, so that one more throw here changes nothing there.</summary>
    public static Dice For(long seed, int purpose) => new(Mix(Mix((ulong)seed + Step) ^ ((ulong)(uint)purpose * 0xD1B54A32D192ED03)));

    /// <summary>A seed for a dice of its own.</summary>
    public ulong Seed() => Throw();

    /// <summary>A number 0..1, never 1.</summary>
    public float Unit() => (Throw() >> 40) / (float)(1 << 24);

    /// <summary>A number between two.</summary>
    public float Between(float from, float to) => from + (to - from) * Unit();

    /// <summary>A whole number from 0, below a limit.</summary>
    public int Below(int limit) => (int)((Throw() >> 32) * (ulong)limit >> 32);

    /// <summary>Whether something of this probability happens.</summary>
    public bool Chance(float probability) => Unit() < probability;

    /// <summary>One of several, each as likely.</summary>
    public T Pick<T>(params ReadOnlySpan<T> from) => from[Below(from.Length)];

    private static ulong Mix(ulong value)
    {
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }

    private ulong Throw()
    {
        state += Step;
        return Mix(state);
    }
}
