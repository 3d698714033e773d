using System.Globalization;
using System.Text.Json;
using Npgsql;
using Orleans.Runtime;
using Orleans.Storage;

namespace MaskClip.Labelling.Cluster;

/// <summary>The store of grains in PostgreSQL: a row a grain, changed only by whoever has read it last.</summary>
/// <param name="source">The database.</param>
internal sealed class PostgresGrainStorage(NpgsqlDataSource source) : IGrainStorage
{
    private const string Schema =
        "CREATE TABLE IF NOT EXISTS maskclip_state (grain text NOT NULL, name text NOT NULL, state text NOT NULL, tag bigint NOT NULL, " +
        "PRIMARY KEY (grain, name));";

    private volatile bool isCreated;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await CreateAsync();
        await using var read = Command("SELECT state, tag FROM maskclip_state WHERE grain = $1 AND name = $2", stateName, grainId);
        await using var rows = await read.ExecuteReaderAsync();
        grainState.RecordExists = await rows.ReadAsync();
        grainState.State = grainState.RecordExists ? JsonSerializer.Deserialize<T>(rows.GetString(0))! : Activator.CreateInstance<T>();
        grainState.ETag = grainState.RecordExists ? rows.GetInt64(1).ToString(CultureInfo.InvariantCulture) : null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await CreateAsync();
        long before = grainState.ETag is { } tag ? long.Parse(tag, CultureInfo.InvariantCulture) : 0;
        await using var write = Command(
            "INSERT INTO maskclip_state VALUES ($1, $2, $3, $4 + 1) ON CONFLICT (grain, name) DO UPDATE SET state = $3, tag = $4 + 1 " +
            "WHERE maskclip_state.tag = $4",
            stateName,
            grainId);
        write.Parameters.AddWithValue(JsonSerializer.Serialize(grainState.State));
        write.Parameters.AddWithValue(before);
        if (await write.ExecuteNonQueryAsync() == 0)
            throw new InconsistentStateException("Another place of the job wrote it meanwhile.", "another", grainState.ETag);
        grainState.ETag = (before + 1).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await CreateAsync();
        await using var delete = Command("DELETE FROM maskclip_state WHERE grain = $1 AND name = $2", stateName, grainId);
        await delete.ExecuteNonQueryAsync();
        (grainState.RecordExists, grainState.ETag, grainState.State) = (false, null, Activator.CreateInstance<T>());
    }

    private NpgsqlCommand Command(string text, string stateName, GrainId grainId)
    {
        var command = source.CreateCommand(text);
        command.Parameters.AddWithValue(grainId.ToString());
        command.Parameters.AddWithValue(stateName);
        return command;
    }

    private async Task CreateAsync()
    {
        if (isCreated) return;
        await using var create = source.CreateCommand(PostgresNames.Once(Schema));
        await create.ExecuteNonQueryAsync();
        isCreated = true;
    }
}
