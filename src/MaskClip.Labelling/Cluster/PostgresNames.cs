namespace MaskClip.Labelling.Cluster;

/// <summary>What the tables in PostgreSQL share.</summary>
internal static class PostgresNames
{
    // Any number that is ours: two processes that create one table at once would otherwise fail each other.
    private const long Lock = 0x6D61736B636C6970;

    /// <summary>Statements that only one process at a time runs.</summary>
    public static string Once(string statements) =>
        FormattableString.Invariant($"BEGIN; SELECT pg_advisory_xact_lock({Lock}); {statements} COMMIT;");
}
