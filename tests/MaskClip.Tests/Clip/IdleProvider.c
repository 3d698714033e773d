// An execution provider in a library of its own, for EnginePluginTests: it serves the processor, is asked for every graph what it would compute,
// writes that down in the file IDLE_PROVIDER_LOG (a macro for the compiler), and takes nothing, so that the engine computes as ever.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <onnxruntime_c_api.h>

static const OrtApi* ort;

static const char* Name(const OrtEp* self) { (void)self; return "IdleExecutionProvider"; }

static OrtStatus* Capability(OrtEp* self, const OrtGraph* graph, OrtEpGraphSupportInfo* info)
{
    (void)self; (void)graph; (void)info;
    FILE* file = fopen(IDLE_PROVIDER_LOG, "a");
    if (file == NULL) return NULL;
    fputs("asked\n", file);
    fclose(file);
    return NULL;
}

static const char* FactoryName(const OrtEpFactory* self) { (void)self; return "IdleExecutionProvider"; }
static const char* Vendor(const OrtEpFactory* self) { (void)self; return "MaskClip.Tests"; }
static uint32_t VendorId(const OrtEpFactory* self) { (void)self; return 0; }
static const char* Version(const OrtEpFactory* self) { (void)self; return "1.0.0"; }

static OrtStatus* Devices(
    OrtEpFactory* self, const OrtHardwareDevice* const* devices, size_t count, OrtEpDevice** found, size_t max, size_t* number)
{
    *number = 0;
    for (size_t i = 0; i < count && *number < max; i++)
    {
        if (ort->HardwareDevice_Type(devices[i]) != OrtHardwareDeviceType_CPU) continue;
        OrtStatus* status = ort->GetEpApi()->CreateEpDevice(self, devices[i], NULL, NULL, &found[*number]);
        if (status != NULL) return status;
        (*number)++;
    }

    return NULL;
}

static OrtStatus* Create(
    OrtEpFactory* self, const OrtHardwareDevice* const* devices, const OrtKeyValuePairs* const* metadata, size_t count,
    const OrtSessionOptions* options, const OrtLogger* logger, OrtEp** provider)
{
    (void)self; (void)devices; (void)metadata; (void)count; (void)options; (void)logger;
    OrtEp* made = calloc(1, sizeof(OrtEp));
    made->ort_version_supported = ORT_API_VERSION;
    made->GetName = Name;
    made->GetCapability = Capability;
    *provider = made;
    return NULL;
}

static OrtStatus* Transfer(OrtEpFactory* self, OrtDataTransferImpl** transfer)
{
    (void)self;
    *transfer = NULL;
    return NULL;
}

static bool HasStreams(const OrtEpFactory* self) { (void)self; return false; }
static void Release(OrtEpFactory* self, OrtEp* provider) { (void)self; free(provider); }

OrtStatus* CreateEpFactories(
    const char* name, const OrtApiBase* base, const OrtLogger* logger, OrtEpFactory** factories, size_t max, size_t* number)
{
    (void)name; (void)logger; (void)max;
    ort = base->GetApi(ORT_API_VERSION);
    OrtEpFactory* factory = calloc(1, sizeof(OrtEpFactory));
    factory->ort_version_supported = ORT_API_VERSION;
    factory->GetName = FactoryName;
    factory->GetVendor = Vendor;
    factory->GetVendorId = VendorId;
    factory->GetVersion = Version;
    factory->GetSupportedDevices = Devices;
    factory->CreateEp = Create;
    factory->ReleaseEp = Release;
    factory->CreateDataTransfer = Transfer;
    factory->IsStreamAware = HasStreams;
    factories[0] = factory;
    *number = 1;
    return NULL;
}

OrtStatus* ReleaseEpFactory(OrtEpFactory* factory)
{
    free(factory);
    return NULL;
}
