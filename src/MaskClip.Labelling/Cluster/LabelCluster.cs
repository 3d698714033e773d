using System.IO.Hashing;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Storage;
using StackExchange.Redis;

namespace MaskClip.Labelling.Cluster;

/// <summary>Makes a process a member of the cluster that shares jobs. Its store is named by an address.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class LabelCluster
{
    /// <summary>The ways in which a store can be named.</summary>
    public const string Allowed = "local, redis://HOST:PORT and postgres://USER:PASSWORD@HOST:PORT/DATABASE";

    // A port for each job, so that two jobs on one machine do not meet.
    private const int FirstPort = 20_000, Ports = 10_000;

    /// <summary>Whether an address names a store.</summary>
    /// <param name="address">The address.</param>
    public static bool IsStore(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address == "local" || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host.Length > 0
            && uri.Scheme is "redis" or "postgres" or "postgresql");
    }

    /// <summary>Adds the member.</summary>
    /// <param name="host">The process.</param>
    /// <param name="address">The store: <see cref="Allowed"/>. <c>local</c> is for several processes on one machine, as long as the first
    /// lives.</param>
    /// <param name="name">The cluster's name: one for each job.</param>
    /// <param name="options">How long leases last.</param>
    /// <param name="configure">Changes more about the silo.</param>
    public static void AddLabelCluster(
        this IHostApplicationBuilder host, string address, string name, LeaseOptions options, Action<ISiloBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(options);
        if (!IsStore(address)) throw new ArgumentException($"'{address}' names no store; {Allowed} are allowed.", nameof(address));
        host.Services.AddSingleton(options);
        host.UseOrleans(silo =>
        {
            silo.Configure<ClusterMembershipOptions>(Detect);
            silo.Configure<SiloMessagingOptions>(messaging =>
                (messaging.ResponseTimeout, messaging.SystemResponseTimeout) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)));
            if (address == "local")
            {
                int[] ports = FreePorts(2);
                int primary = FirstPort + (int)(XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(name)) % Ports);
                bool isFirst = IsFree(primary);
                silo.UseLocalhostClustering(
                    isFirst ? primary : ports[0], ports[1], new IPEndPoint(IPAddress.Loopback, primary), "maskclip-label", name);
                silo.AddMemoryGrainStorage(ClusterNames.Storage);
            }
            else
            {
                var uri = new Uri(address);
                silo.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = ("maskclip-label", name));
                int[] ports = FreePorts(2);
                var own = OwnAddress(uri);
                silo.ConfigureEndpoints(own, ports[0], ports[1], listenOnAnyHostAddress: !IPAddress.IsLoopback(own));
                if (uri.Scheme == "redis") AddRedis(silo, uri);
                else AddPostgres(silo, uri);
            }

            configure?.Invoke(silo);
        });
        host.Services.AddSingleton<IFatalErrorHandler, MemberEnd>();
    }

    // A worker's death is noticed within seconds: its shard is a minute's work. Silos that died before are passed over when one joins.
    private static void Detect(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedProbesLimit = 2;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(3);
        membership.NumMissedTableIAmAliveLimit = 2;
        membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
        membership.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
    }

    private static void AddRedis(ISiloBuilder silo, Uri uri)
    {
        var redis = ConfigurationOptions.Parse($"{uri.Host}:{(uri.Port > 0 ? uri.Port : 6379)}");
        redis.AbortOnConnectFail = false;
        redis.ConnectTimeout = 2000;
        redis.BacklogPolicy = BacklogPolicy.FailFast;
        if (Credentials(uri) is var (user, password))
        {
            redis.User = user.Length > 0 ? user : null;
            redis.Password = password;
        }

        silo.UseRedisClustering(options => options.ConfigurationOptions = redis);
        silo.AddRedisGrainStorage(ClusterNames.Storage, options => options.ConfigurationOptions = redis);
    }

    private static void AddPostgres(ISiloBuilder silo, Uri uri)
    {
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = uri.AbsolutePath.Trim('/') is { Length: > 0 } database ? database : "postgres",
            Timeout = 5,
            CommandTimeout = 5,
        };
        if (Credentials(uri) is var (user, password)) (connection.Username, connection.Password) = (user, password);
        silo.Services.AddSingleton(NpgsqlDataSource.Create(connection.ConnectionString));
        silo.Services.AddSingleton<IMembershipTable, PostgresMembership>();
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            ClusterNames.Storage, (services, _) => new PostgresGrainStorage(services.GetRequiredService<NpgsqlDataSource>()));
    }

    private static (string User, string? Password)? Credentials(Uri uri) => uri.UserInfo.Length == 0 ? null
        : uri.UserInfo.Split(':', 2) is [var user, var password] ? (Uri.UnescapeDataString(user), Uri.UnescapeDataString(password))
        : (Uri.UnescapeDataString(uri.UserInfo), null);

    // The address of this machine that the store is reached from is the one that others reach it by. Nothing is sent.
    private static IPAddress OwnAddress(Uri store)
    {
        using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(store.Host, store.Port > 0 ? store.Port : 1);
        var own = ((IPEndPoint)socket.LocalEndPoint!).Address;
        return own.IsIPv4MappedToIPv6 ? own.MapToIPv4() : own;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Any, 0))];
        foreach (var listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
