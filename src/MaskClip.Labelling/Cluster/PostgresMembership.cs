using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Runtime;

namespace MaskClip.Labelling.Cluster;

/// <summary>
/// Which processes form the cluster, in PostgreSQL. Every change is one transaction over the table's version and one row.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="cluster">The cluster's name.</param>
internal sealed class PostgresMembership(NpgsqlDataSource source, IOptions<ClusterOptions> cluster) : IMembershipTable
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS maskclip_cluster (cluster text PRIMARY KEY, version int NOT NULL);
        CREATE TABLE IF NOT EXISTS maskclip_member (
            cluster text NOT NULL, silo text NOT NULL, entry text NOT NULL, tag int NOT NULL, alive timestamptz NOT NULL,
            PRIMARY KEY (cluster, silo));
        """;

    private readonly string name = cluster.Value.ClusterId;

    public async Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        await using (var create = source.CreateCommand(PostgresNames.Once(Schema))) await create.ExecuteNonQueryAsync();
        if (!tryInitTableVersion) return;
        await using var begin = source.CreateCommand("INSERT INTO maskclip_cluster VALUES ($1, 0) ON CONFLICT DO NOTHING");
        begin.Parameters.AddWithValue(name);
        await begin.ExecuteNonQueryAsync();
    }

    public async Task DeleteMembershipTableEntries(string clusterId)
    {
        await using var delete = source.CreateCommand(
            "WITH gone AS (DELETE FROM maskclip_member WHERE cluster = $1) DELETE FROM maskclip_cluster WHERE cluster = $1");
        delete.Parameters.AddWithValue(clusterId);
        await delete.ExecuteNonQueryAsync();
    }

    public async Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate)
    {
        var all = await ReadAll();
        foreach (var (entry, _) in all.Members)
        {
            if (entry.Status != SiloStatus.Dead || entry.IAmAliveTime >= beforeDate.UtcDateTime) continue;
            await using var delete = source.CreateCommand("DELETE FROM maskclip_member WHERE cluster = $1 AND silo = $2");
            delete.Parameters.AddWithValue(name);
            delete.Parameters.AddWithValue(entry.SiloAddress.ToParsableString());
            await delete.ExecuteNonQueryAsync();
        }
    }

    public async Task<MembershipTableData> ReadRow(SiloAddress key)
    {
        var all = await ReadAll();
        return new MembershipTableData([.. all.Members.Where(one => one.Item1.SiloAddress.Equals(key))], all.Version);
    }

    public async Task<MembershipTableData> ReadAll()
    {
        // One statement sees one moment.
        await using var read = source.CreateCommand(
            "SELECT v.version, m.entry, m.tag, m.alive FROM maskclip_cluster v LEFT JOIN maskclip_member m USING (cluster) " +
            "WHERE v.cluster = $1");
        read.Parameters.AddWithValue(name);
        await using var rows = await read.ExecuteReaderAsync();
        List<Tuple<MembershipEntry, string>> members = [];
        int version = 0;
        while (await rows.ReadAsync())
        {
            version = rows.GetInt32(0);
            if (await rows.IsDBNullAsync(1)) continue;
            var entry = Read(rows.GetString(1));
            entry.IAmAliveTime = rows.GetDateTime(3).ToUniversalTime();
            members.Add(Tuple.Create(entry, Text(rows.GetInt32(2))));
        }

        return new MembershipTableData(members, new TableVersion(version, Text(version)));
    }

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => ChangeAsync(
        tableVersion,
        "INSERT INTO maskclip_member (cluster, silo, entry, tag, alive) VALUES ($1, $2, $3, 0, $4) ON CONFLICT DO NOTHING",
        entry);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => ChangeAsync(
        tableVersion,
        "UPDATE maskclip_member SET entry = $3, tag = tag + 1, alive = $4 WHERE cluster = $1 AND silo = $2 AND tag = $5",
        entry,
        int.Parse(etag, CultureInfo.InvariantCulture));

    public async Task UpdateIAmAlive(MembershipEntry entry)
    {
        await using var update = source.CreateCommand("UPDATE maskclip_member SET alive = $3 WHERE cluster = $1 AND silo = $2");
        update.Parameters.AddWithValue(name);
        update.Parameters.AddWithValue(entry.SiloAddress.ToParsableString());
        update.Parameters.AddWithValue(Utc(entry.IAmAliveTime));
        await update.ExecuteNonQueryAsync();
    }

    private static MembershipEntry Read(string text)
    {
        var json = JsonNode.Parse(text)!.AsObject();
        return new MembershipEntry
        {
            SiloAddress = SiloAddress.FromParsableString(json["silo"]!.GetValue<string>()),
            Status = (SiloStatus)json["status"]!.GetValue<int>(),
            ProxyPort = json["proxy"]!.GetValue<int>(),
            HostName = json["host"]?.GetValue<string>() ?? "",
            SiloName = json["name"]?.GetValue<string>() ?? "",
            RoleName = json["role"]?.GetValue<string>() ?? "",
            StartTime = json["start"]!.GetValue<DateTime>(),
            SuspectTimes = [.. json["suspects"]!.AsArray().Select(one => Tuple.Create(
                SiloAddress.FromParsableString(one![0]!.GetValue<string>()), one[1]!.GetValue<DateTime>()))],
        };
    }

    private static string Write(MembershipEntry entry) => new JsonObject
    {
        ["silo"] = entry.SiloAddress.ToParsableString(),
        ["status"] = (int)entry.Status,
        ["proxy"] = entry.ProxyPort,
        ["host"] = entry.HostName,
        ["name"] = entry.SiloName,
        ["role"] = entry.RoleName,
        ["start"] = Utc(entry.StartTime),
        ["suspects"] = new JsonArray([.. (entry.SuspectTimes ?? []).Select(one =>
            new JsonArray(one.Item1.ToParsableString(), JsonSerializer.SerializeToNode(Utc(one.Item2))))]),
    }.ToJsonString();

    private static DateTime Utc(DateTime time) => time.Kind == DateTimeKind.Utc ? time : DateTime.SpecifyKind(time, DateTimeKind.Utc);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<bool> ChangeAsync(TableVersion version, string change, MembershipEntry entry, int? tag = null)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var next = new NpgsqlCommand(
            "UPDATE maskclip_cluster SET version = $2 WHERE cluster = $1 AND version = $3", connection, transaction);
        next.Parameters.AddWithValue(name);
        next.Parameters.AddWithValue(version.Version);
        next.Parameters.AddWithValue(int.Parse(version.VersionEtag, CultureInfo.InvariantCulture));
        if (await next.ExecuteNonQueryAsync() == 0) return false;
        await using var row = new NpgsqlCommand(change, connection, transaction);
        row.Parameters.AddWithValue(name);
        row.Parameters.AddWithValue(entry.SiloAddress.ToParsableString());
        row.Parameters.AddWithValue(Write(entry));
        row.Parameters.AddWithValue(Utc(entry.IAmAliveTime));
        if (tag is { } number) row.Parameters.AddWithValue(number);
        if (await row.ExecuteNonQueryAsync() == 0) return false;
        await transaction.CommitAsync();
        return true;
    }
}
